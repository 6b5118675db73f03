package matryoshka.chart;

import java.awt.Color;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * From a pale yellow for the least to a dark blue for the most, always darker, so that it can be read in grey and by
 * the colour-blind, to whom blue and yellow differ most.
 */
record ColorScale(double least, double most) {
    static final Color MISSING = new Color(0xe8, 0xe8, 0xe8);

    private static final List<Color> RAMP = List.of(
            new Color(255, 250, 230),
            new Color(247, 223, 130),
            new Color(186, 172, 112),
            new Color(112, 116, 120),
            new Color(56, 72, 110),
            new Color(0, 30, 75));

    ColorScale {
        if (!(least < most))
            throw new IllegalArgumentException("a scale of colours goes up, got " + least + " to " + most);
    }

    /** Values outside are drawn like the ends, NaN in grey. */
    Color at(double value) {
        return Double.isNaN(value) ? MISSING : Ramp.at(RAMP, Math.clamp((value - least) / (most - least), 0, 1));
    }

    /** Black or white, whatever can be read on the colour of {@code value}. */
    Color textOn(double value) {
        Color ground = at(value);
        double light = 0.299 * ground.getRed() + 0.587 * ground.getGreen() + 0.114 * ground.getBlue();
        return light > 135 ? ChartStyle.TEXT : Color.WHITE;
    }

    /** Round values from the least to the most, at most eleven. */
    List<Double> ticks() {
        double range = most - least;
        double step = range > 80 ? 20 : range > 20 ? 10 : range > 10 ? 5 : 2;
        return DoubleStream.iterate(least, tick -> tick <= most, tick -> tick + step)
                .boxed()
                .toList();
    }
}
