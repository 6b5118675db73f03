import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Draws the kernel's logo, three nested dolls: java environment/kernel/Logo.java environment/kernel/logo-64x64.png */
class Logo {
    private static final Color[] COATS = {new Color(0xB3261E), new Color(0xE08A1E), new Color(0x2F6F8F)};
    private static final double[] HEIGHTS = {60, 43, 27};

    public static void main(String[] args) throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        for (int i = 0; i < COATS.length; i++) drawDoll(graphics, COATS[i], HEIGHTS[i], i == COATS.length - 1);
        ImageIO.write(image, "png", new File(args[0]));
    }

    /** A doll standing on the lower edge: a round body, a smaller round head. */
    private static void drawDoll(Graphics2D graphics, Color coat, double height, boolean innermost) {
        double body = 0.66 * height;
        double head = 0.48 * height;
        double top = 62 - height;
        Area doll = new Area(new Ellipse2D.Double(32 - body / 2 * 1.08, 62 - body, body * 1.08, body));
        doll.add(new Area(new Ellipse2D.Double(32 - head / 2, top, head, head)));
        graphics.setColor(coat);
        graphics.fill(doll);
        graphics.setColor(Color.WHITE);
        graphics.setStroke(new BasicStroke(1.6f));
        graphics.draw(doll);
        if (innermost) graphics.fill(new Ellipse2D.Double(32 - head * 0.3, top + head * 0.2, head * 0.6, head * 0.6));
    }
}
