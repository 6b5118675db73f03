package matryoshka.chart;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import matryoshka.train.StepReport;

/** A quantity over the steps of a training: values {@code y} at the steps {@code x}, ascending. */
record Course(double[] x, double[] y) {
    private static final int NARROW = 16; // part of a window

    static Course of(List<StepReport> steps, ToDoubleFunction<StepReport> value) {
        return new Course(
                steps.stream().mapToDouble(StepReport::step).toArray(),
                steps.stream().mapToDouble(value).toArray());
    }

    int size() {
        return x.length;
    }

    /**
     * The mean over {@code window} steps around each; fewer before the first and after the last. Windows at the start
     * are narrow, or a steep fall of the first steps would be lost.
     */
    Course smooth(int window) {
        double[] sums = new double[y.length + 1];
        for (int i = 0; i < y.length; i++) sums[i + 1] = sums[i] + y[i];
        double[] means = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            int half = Math.min(window / 2, Math.max(i, window / NARROW));
            int from = Math.max(0, i - half), to = Math.min(y.length, i + half + 1);
            means[i] = (sums[to] - sums[from]) / (to - from);
        }
        return new Course(x, means);
    }

    /** At most {@code points} of the values, evenly spaced, the first and the last among them. */
    Course thin(int points) {
        if (size() <= points) return this;
        double stride = (size() - 1.0) / (points - 1);
        return at(IntStream.range(0, points).map(i -> (int) Math.round(i * stride)));
    }

    /** The values in the middle of {@code marks} equal parts of the course, moved by {@code shift} of a part. */
    Course marks(int marks, double shift) {
        return at(IntStream.range(0, marks)
                .map(i -> (int) Math.round((size() - 1) * (i + 0.5 + shift) / marks))
                .map(i -> Math.clamp(i, 0, size() - 1))
                .distinct());
    }

    /** A missing value after each: XChart draws no line beside one. */
    Course apart() {
        return new Course(
                Arrays.stream(x).flatMap(at -> DoubleStream.of(at, at)).toArray(),
                Arrays.stream(y).flatMap(at -> DoubleStream.of(at, Double.NaN)).toArray());
    }

    /** Without what a logarithmic axis cannot show. */
    Course positive() {
        return new Course(
                x, Arrays.stream(y).map(at -> at > 0 ? at : Double.NaN).toArray());
    }

    private Course at(IntStream indices) {
        int[] chosen = indices.toArray();
        return new Course(
                Arrays.stream(chosen).mapToDouble(i -> x[i]).toArray(),
                Arrays.stream(chosen).mapToDouble(i -> y[i]).toArray());
    }
}
