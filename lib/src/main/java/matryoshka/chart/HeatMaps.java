package matryoshka.chart;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import matryoshka.evaluate.ClassAccuracy;
import matryoshka.evaluate.ClassMeans;
import matryoshka.evaluate.DimensionCurve;
import matryoshka.evaluate.Metric;
import matryoshka.experiment.Measurement;
import matryoshka.experiment.Results;

/** Heat maps of what single classes, pairs of classes and layers are worth, and of how alike classes are. */
public final class HeatMaps {
    private static final int MOST_CLASSES = 26, MOST_CONFUSED = 16, LONGEST_NAME = 24;
    private static final String DIM = "embedding dimension";

    private HeatMaps() {}

    /**
     * Accuracy class by class over dims, the class on top that gains most from the smallest dim to the largest. Of many
     * classes the 26 that change most are shown, and the subtitle says so.
     *
     * @param byDim two dims or more, all of the same queries
     * @param classes names by class id
     */
    public static HeatMap classAccuracy(
            SortedMap<Integer, ClassAccuracy> byDim, List<String> classes, String title, String subtitle) {
        requireDims(byDim, classes);
        int[] chosen = changed(byDim.firstEntry().getValue(), byDim.lastEntry().getValue());
        String said = chosen.length == classes.size()
                ? subtitle
                : subtitle + " · the " + chosen.length + " of " + classes.size() + " classes that change most";
        double[][] values = values(
                chosen.length,
                byDim.size(),
                row -> byDim.values().stream()
                        .mapToDouble(at -> 100 * at.accuracy(chosen[row]))
                        .toArray());
        HeatPanel panel = new HeatPanel("", DIM, names(byDim.keySet().stream()), values);
        return new HeatMap(title, said, "class", named(chosen, classes), List.of(panel), around(List.of(panel)));
    }

    /**
     * What classes are taken for, at the smallest dim and beside it at the largest: the share of a class's queries
     * (row) that was given to each class (column). Of many classes the 16 are shown that are in the pairs confused most
     * at the smallest dim, and the subtitle says so.
     *
     * @param byDim two dims or more, all of the same queries
     * @param classes names by class id
     */
    public static HeatMap confusion(
            SortedMap<Integer, ClassAccuracy> byDim, List<String> classes, String title, String subtitle) {
        requireDims(byDim, classes);
        ClassAccuracy small = byDim.firstEntry().getValue(),
                full = byDim.lastEntry().getValue();
        int[] chosen = ConfusedClasses.most(small.confusion(), MOST_CONFUSED);
        String said = chosen.length == classes.size()
                ? subtitle
                : subtitle + " · the " + chosen.length + " of " + classes.size() + " classes confused most at "
                        + byDim.firstKey() + " dims";
        List<String> names = named(chosen, classes);
        List<HeatPanel> panels = List.of(
                new HeatPanel(byDim.firstKey() + " dims", "predicted class", names, shares(small, chosen)),
                new HeatPanel(byDim.lastKey() + " dims", "predicted class", names, shares(full, chosen)));
        return new HeatMap(title, said, "true class", names, panels, new ColorScale(0, 100));
    }

    /**
     * How alike classes are at some dims, beside each other: the cosines of their mean directions in percent, 100 for
     * the same direction. The less colour off the diagonal, the further classes are apart.
     *
     * @param byDim one dim or more, all of the same classes
     * @param classes names by class id
     */
    public static HeatMap classCosines(
            SortedMap<Integer, ClassMeans> byDim, List<String> classes, String title, String subtitle) {
        if (byDim.isEmpty())
            throw new IllegalArgumentException("a heat map of cosines needs one dim or more, got none");
        int[] shown = byDim.firstEntry().getValue().classes();
        List<String> names = named(shown, classes);
        List<HeatPanel> panels = byDim.entrySet().stream()
                .map(at -> cosines(at.getKey(), at.getValue(), shown, names))
                .toList();
        return new HeatMap(title, subtitle, "class", names, panels, around(panels));
    }

    private static HeatPanel cosines(int dim, ClassMeans means, int[] shown, List<String> names) {
        if (!Arrays.equals(means.classes(), shown))
            throw new IllegalArgumentException("a heat map of cosines shows the same classes at every dim, got "
                    + Arrays.toString(means.classes()) + " at " + dim + " dims, " + Arrays.toString(shown)
                    + " at the smallest");
        double[][] cosines = means.cosines();
        double[][] percent = values(
                shown.length,
                shown.length,
                row -> Arrays.stream(cosines[row]).map(cosine -> 100 * cosine).toArray());
        return new HeatPanel(dim + " dims", "class", names, percent);
    }

    /**
     * 1-NN accuracy of the encoder's layers over dims, a field a method, the last layer on top; means over seeds.
     *
     * @throws IllegalArgumentException if no method is given or one was not measured so
     */
    public static HeatMap layers(Results results, List<String> methods, String title, String subtitle) {
        int layers = 0;
        while (!results.methods(layer(layers + 1)).isEmpty()) layers++;
        if (layers == 0 || methods.isEmpty())
            throw new IllegalArgumentException("a heat map of layers needs metrics such as \"" + layer(1)
                    + "\" of at least one method, got " + layers + " layers of " + methods);
        int last = layers;
        List<HeatPanel> panels = methods.stream()
                .map(method -> layerPanel(results, method, last))
                .toList();
        List<String> rows = IntStream.range(0, last)
                .mapToObj(row -> String.valueOf(last - row))
                .toList();
        return new HeatMap(title, subtitle, "encoder layer", rows, panels, around(panels));
    }

    private static HeatPanel layerPanel(Results results, String method, int last) {
        List<Integer> dims = results.curve(method, layer(last)).dims().dims();
        double[][] values = values(last, dims.size(), row -> {
            DimensionCurve curve = results.curve(method, layer(last - row));
            return dims.stream().mapToDouble(dim -> 100 * curve.at(dim).mean()).toArray();
        });
        return new HeatPanel(method, DIM, names(dims.stream()), values);
    }

    private static String layer(int layer) {
        return Measurement.under(Metric.ONE_NN, Measurement.layer(layer));
    }

    /** From ten to ten around all values. */
    private static ColorScale around(List<HeatPanel> panels) {
        double[] all = panels.stream()
                .flatMap(panel -> Arrays.stream(panel.values()))
                .flatMapToDouble(Arrays::stream)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        double least = 10 * Math.floor(all[0] / 10);
        return new ColorScale(least, Math.max(least + 10, 10 * Math.ceil(all[all.length - 1] / 10)));
    }

    private static double[][] values(int rows, int columns, IntFunction<double[]> row) {
        return IntStream.range(0, rows).mapToObj(row).toArray(size -> new double[size][columns]);
    }

    private static double[][] shares(ClassAccuracy accuracy, int[] chosen) {
        int[][] confusion = accuracy.confusion();
        return values(
                chosen.length,
                chosen.length,
                row -> Arrays.stream(chosen)
                        .mapToDouble(to -> 100.0 * confusion[chosen[row]][to] / accuracy.support(chosen[row]))
                        .toArray());
    }

    /** The classes whose accuracy differs most between two dims, the greatest gain first. */
    private static int[] changed(ClassAccuracy small, ClassAccuracy full) {
        ToDoubleFunction<Integer> gain = c -> full.accuracy(c) - small.accuracy(c);
        return IntStream.range(0, full.classes())
                .filter(c -> full.support(c) > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -Math.abs(gain.applyAsDouble(c))))
                .limit(MOST_CLASSES)
                .sorted(Comparator.comparingDouble(gain).reversed())
                .mapToInt(c -> c)
                .toArray();
    }

    private static List<String> named(int[] chosen, List<String> classes) {
        return Arrays.stream(chosen).mapToObj(c -> shortened(classes.get(c))).toList();
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME
                ? name
                : name.substring(0, LONGEST_NAME - 1).strip() + "…";
    }

    private static List<String> names(Stream<Integer> dims) {
        return dims.map(String::valueOf).toList();
    }

    private static void requireDims(SortedMap<Integer, ClassAccuracy> byDim, List<String> classes) {
        if (byDim.size() < 2)
            throw new IllegalArgumentException(
                    "a heat map of classes compares two dims or more, got " + byDim.keySet());
        byDim.forEach((dim, accuracy) -> {
            if (accuracy.classes() != classes.size())
                throw new IllegalArgumentException("a heat map needs the name of every class, got " + classes.size()
                        + " names of " + accuracy.classes() + " classes at " + dim + " dims");
        });
    }
}
