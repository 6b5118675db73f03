package matryoshka.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import matryoshka.train.EarlyStopping;
import matryoshka.train.FineTuning;
import matryoshka.train.ImportanceSchedule;
import matryoshka.train.TrainOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What of a model learns, how the dims share, and when training ends: options of {@code train} beyond the usual. */
final class LearningOptions {
    private static final String ALL = "all";
    private static final String MEAN = "mean";

    @Option(
            names = "--train-layers",
            paramLabel = "all|K",
            defaultValue = ALL,
            description = "The encoder's last K layers learn; 0: the heads alone, which do badly at small dims."
                    + " Default: ${DEFAULT-VALUE}.")
    String trainLayers;

    @Option(names = "--freeze-embeddings", description = "Word, position and type embeddings do not learn.")
    boolean freezeEmbeddings;

    @Option(
            names = "--layer-decay",
            paramLabel = "F",
            defaultValue = "1",
            description = "Each layer learns at F times the rate of the one above it, in (0, 1]. Default:"
                    + " ${DEFAULT-VALUE}.")
    double layerDecay;

    @Option(
            names = "--importance",
            paramLabel = "C,C,…|SCHEDULE",
            description = "The relative importance of the dims: a weight for each, or a schedule that changes them:"
                    + " uncertainty, gradient-norm. Default: 1 for all.")
    String importance;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "0",
            description = "End after N epochs without a better validation score, and keep the best epoch's weights;"
                    + " the last ones go to DIR-last. Default: 0, never.")
    int patience;

    @Option(
            names = "--watch",
            paramLabel = "DIM|mean",
            defaultValue = MEAN,
            description =
                    "The score --patience watches: at one dim, or the mean over all. Default:" + " ${DEFAULT-VALUE}.")
    String watch;

    @Option(
            names = "--gradients-every",
            paramLabel = "STEPS",
            defaultValue = "0",
            description = "Look at how the dims' gradients agree every so many steps. Default: 0, never.")
    int gradientsEvery;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    /** These options on top of {@code options}. */
    TrainOptions on(TrainOptions options) {
        return options.withFineTuning(fineTuning())
                .withImportance(schedule())
                .withStopping(stopping())
                .withGradientsEvery(gradientsEvery);
    }

    boolean looksAtGradients() {
        return gradientsEvery > 0 || schedule() == ImportanceSchedule.GRADIENT_NORM;
    }

    private FineTuning fineTuning() {
        FineTuning scope = trainLayers.equals(ALL)
                ? FineTuning.all()
                : FineTuning.lastLayers(number("--train-layers", trainLayers, "all or a number of layers, 0 or more"));
        if (freezeEmbeddings) scope = scope.withFrozenEmbeddings();
        return scope.withLayerDecay(layerDecay);
    }

    private EarlyStopping stopping() {
        return watch.equals(MEAN)
                ? EarlyStopping.onMean(patience)
                : EarlyStopping.onDim(number("--watch", watch, "mean or one of the nesting dims"), patience);
    }

    private ImportanceSchedule schedule() {
        if (!isSchedule()) return ImportanceSchedule.FIXED;
        try {
            return ImportanceSchedule.valueOf(
                    importance.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw usage("--importance must be weights such as 2,1,1, or one of " + schedules() + ", got \"" + importance
                    + "\"");
        }
    }

    private boolean isSchedule() {
        return importance != null && !importance.matches("[-+.,0-9eE]+");
    }

    private static String schedules() {
        return Arrays.stream(ImportanceSchedule.values())
                .map(schedule -> schedule.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
    }

    /** The weights given for {@code dims} dims; all 1 if none were. */
    double[] weights(int dims) {
        double[] weights = new double[dims];
        Arrays.fill(weights, 1);
        if (importance == null || isSchedule()) return weights;
        String[] given = importance.split(",");
        if (given.length != dims)
            throw usage("--importance needs a weight for each of the " + dims + " nesting dims, got " + given.length
                    + ": " + importance);
        try {
            return Arrays.stream(given).mapToDouble(Double::parseDouble).toArray();
        } catch (NumberFormatException e) {
            throw usage("--importance needs numbers separated by commas, got \"" + importance + "\"");
        }
    }

    private int number(String option, String value, String rule) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw usage(option + " must be " + rule + ", got \"" + value + "\"");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
