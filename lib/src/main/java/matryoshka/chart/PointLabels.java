package matryoshka.chart;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the labels of points find room, in pixels upwards and to the right: beside their point, off markers and other
 * labels, if possible off lines. What finds none is left out, for two labels on each other tell nothing.
 */
final class PointLabels {
    private static final double MARKER = 11, CHARACTER = 7.2, HEIGHT = 11, FAR_COST = 0.1;
    private static final int MOST_CROSSED = 1; // lines under a label
    private static final double[][] SIDES = {{-1, 1}, {1, -1}, {0, 1}, {0, -1}, {-1, 0}, {1, 0}, {1, 1}, {-1, -1}};

    private final List<Rectangle2D> taken = new ArrayList<>();
    private final List<Line2D> lines = new ArrayList<>();

    /** A line with markers, which labels keep off. */
    void avoid(List<Point2D> line) {
        for (Point2D at : line)
            taken.add(new Rectangle2D.Double(at.getX() - MARKER / 2, at.getY() - MARKER / 2, MARKER, MARKER));
        for (int i = 1; i < line.size(); i++) lines.add(new Line2D.Double(line.get(i - 1), line.get(i)));
    }

    /** The middle of a label of the point {@code at}, which must be among those to avoid; empty if there is no room. */
    Optional<Point2D> place(Point2D at, String text) {
        Rectangle2D best = null;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < SIDES.length; i++) {
            Rectangle2D box = beside(at, text, SIDES[i]);
            if (taken.stream().anyMatch(box::intersects)) continue;
            long crossed = lines.stream().filter(box::intersectsLine).count();
            double cost = FAR_COST * i + crossed;
            if (crossed > MOST_CROSSED) continue;
            if (cost < least) {
                least = cost;
                best = box;
            }
        }
        if (best == null) return Optional.empty();
        taken.add(best);
        return Optional.of(new Point2D.Double(best.getCenterX(), best.getCenterY()));
    }

    private static Rectangle2D beside(Point2D at, String text, double[] side) {
        double width = CHARACTER * text.length() + 6;
        double off = side[1] == 0 ? MARKER / 2 : side[0] == 0 ? 0 : -3; // corners may come closer
        double x = at.getX() + side[0] * (width / 2 + off + 1), y = at.getY() + side[1] * (HEIGHT + MARKER) / 2;
        return new Rectangle2D.Double(x - width / 2, y - HEIGHT / 2 + side[1], width, HEIGHT);
    }
}
