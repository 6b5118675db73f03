package matryoshka.chart;

import java.util.SortedMap;
import java.util.TreeMap;
import matryoshka.NestingDims;

/** Dims from left to right by their base-2 logarithm, ticked where they are. */
final class DimensionAxis {
    private static final double SIDE_MARGIN = 0.25; // of a doubling
    private static final int MOST_TICKS = 12;

    private DimensionAxis() {}

    static double position(double dim) {
        return Math.log(dim) / Math.log(2);
    }

    static void scale(TickedChart chart, NestingDims dims) {
        chart.setXAxisTitle("embedding dimension (log scale)");
        NestingDims ticked = dims.size() <= MOST_TICKS ? dims : NestingDims.doubling(dims.smallest(), dims.full());
        SortedMap<Double, String> ticks = new TreeMap<>();
        for (int dim : ticked.dims()) ticks.put(position(dim), String.valueOf(dim));
        chart.xTicks(ticks);
        chart.getStyler().setXAxisMin(position(dims.smallest()) - SIDE_MARGIN);
        chart.getStyler().setXAxisMax(position(dims.full()) + SIDE_MARGIN);
    }
}
