package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import matryoshka.model.MatryoshkaModel;
import picocli.CommandLine.Option;

/** Which saved model a command uses. */
final class ModelOption {
    @Option(names = "--model", required = true, paramLabel = "DIR", description = "The folder of a trained model.")
    Path folder;

    MatryoshkaModel<String> load() throws IOException {
        return MatryoshkaModel.load(folder, String.class);
    }
}
