package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import matryoshka.encoder.ModelFolder;
import matryoshka.engine.Engine;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.RunRecord;
import matryoshka.notebook.LiveChart;
import matryoshka.notebook.TrainingProgress;
import matryoshka.train.Checkpoints;
import matryoshka.train.LastState;
import matryoshka.train.TrainOptions;
import matryoshka.train.TrainingListener;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a training is kept, on its way and in the end, and from where it goes on. */
final class KeepOptions {
    private static final Set<String> GO_WITH_RESUME =
            Set.of("--resume", "--out", "--threads", "--checkpoint-every", "--chart", "--gradient-chart");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write the model.")
    Path out;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "STEPS",
            description = "Keep the training's state in --out every so many steps. Default: only the finished model.")
    Integer checkpointEvery;

    @Option(
            names = "--chart",
            paramLabel = "F.png",
            description = "Draw loss and validation score by dim into this file, anew every few seconds.")
    Path chart;

    @Option(
            names = "--gradient-chart",
            paramLabel = "F.png",
            description = "Draw how the dims' gradients agree; goes with --gradients-every.")
    Path gradientChart;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "Go on with the training kept in this folder, with its own data and options; only --out,"
                    + " --threads, --checkpoint-every, the charts and, where the texts have moved, --data go with"
                    + " it.")
    Path resume;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    /** Before any work: whether what is to be written may be. */
    void check(LearningOptions learning) throws IOException {
        ModelFolder.checkReplaceable(out);
        if (learning.patience > 0) ModelFolder.checkReplaceable(last());
        if (checkpointEvery != null && checkpointEvery < 1)
            throw usage("--checkpoint-every must be 1 step or more, got " + checkpointEvery);
        if (gradientChart != null && resume == null && !learning.looksAtGradients())
            throw usage("--gradient-chart needs gradients to draw: add --gradients-every 10, say");
    }

    /** A training that goes on cannot take up other options in its middle, but for those {@code more} may name. */
    void requireOwnOptions(CommandSpec asked, Set<String> more) {
        for (OptionSpec option : asked.commandLine().getParseResult().matchedOptions())
            if (!GO_WITH_RESUME.contains(option.longestName()) && !more.contains(option.longestName()))
                throw usage(
                        option.longestName() + " does not go with --resume: the training goes on with its own options");
    }

    /** The model of the training to go on with. */
    MatryoshkaModel<String> load(Engine engine) throws IOException {
        ModelFolder.recover(resume);
        return MatryoshkaModel.load(resume, String.class, engine);
    }

    /** The run record of the training to go on with. */
    RunRecord run() throws IOException {
        return RunRecord.read(resume.resolve(MatryoshkaModel.RUN_FILE));
    }

    /** A progress bar, and what keeps the training on its way. */
    TrainingListener[] listeners(String task, RunRecord run, TrainOptions options) {
        List<TrainingListener> listeners = new ArrayList<>(List.of(new TrainingProgress(task)));
        if (chart != null) listeners.add(new LiveChart(task, chart));
        if (gradientChart != null) listeners.add(LiveChart.ofGradients(task, gradientChart));
        if (checkpointEvery != null) listeners.add(new Checkpoints(checkpointEvery, out, run));
        if (options.stopping().endsEarly()) listeners.add(new LastState(last(), run));
        return listeners.toArray(TrainingListener[]::new);
    }

    /** Where the last weights go if those of an earlier epoch are kept as the best. */
    private Path last() {
        return out.resolveSibling(out.getFileName() + "-last");
    }

    /** Writes the model; returns the exit code. */
    int save(Fitted fitted) throws IOException {
        fitted.save(out);
        System.out.println("model written to " + out);
        return fitted.history().interrupted() ? Interrupts.EXIT_CODE : 0;
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
