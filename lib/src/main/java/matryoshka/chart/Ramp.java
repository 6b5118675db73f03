package matryoshka.chart;

import java.awt.Color;
import java.util.List;

/** Colours between given ones. */
final class Ramp {
    private Ramp() {}

    /** @param share from 0, the first colour, to 1, the last */
    static Color at(List<Color> colors, double share) {
        double at = share * (colors.size() - 1);
        int from = Math.min((int) at, colors.size() - 2);
        Color a = colors.get(from), b = colors.get(from + 1);
        double rest = at - from;
        return new Color(
                between(a.getRed(), b.getRed(), rest),
                between(a.getGreen(), b.getGreen(), rest),
                between(a.getBlue(), b.getBlue(), rest));
    }

    private static int between(int a, int b, double share) {
        return (int) Math.round(a + share * (b - a));
    }
}
