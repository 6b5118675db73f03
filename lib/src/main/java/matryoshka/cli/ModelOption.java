package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import matryoshka.model.MatryoshkaModel;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which saved model a command uses, and on how many threads. */
final class ModelOption {
    @Option(names = "--model", required = true, paramLabel = "DIR", description = "The folder of a trained model.")
    Path folder;

    @Mixin
    ThreadsOption threads;

    MatryoshkaModel<String> load() throws IOException {
        return MatryoshkaModel.load(folder, String.class, threads.engine());
    }
}
