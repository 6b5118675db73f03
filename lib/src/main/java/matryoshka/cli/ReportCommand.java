package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import matryoshka.data.TextDataset;
import matryoshka.model.MatryoshkaModel;
import matryoshka.notebook.ModelPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code report}: one page that says what a model is worth. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Write one HTML page about a model: accuracy and retrieval at every dim beside its baselines, adaptive"
                        + " classification, the classes that need many dims, and its run record. Measured on the texts of"
                        + " --data, which it should not have seen.")
final class ReportCommand implements Callable<Integer> {
    @Mixin
    ModelOption model;

    @Mixin
    DataOptions data;

    @Option(
            names = "--baseline",
            paramLabel = "DIR",
            description = "The folder of a model to compare with, such as one trained with --head ff.")
    Path baseline;

    @Option(names = "--out", required = true, paramLabel = "F.html", description = "Where to write the page.")
    Path out;

    @Override
    public Integer call() throws IOException {
        MatryoshkaModel<String> trained = model.load();
        trained.heads(); // refuses a model without a classifier before anything is measured
        TextDataset texts = data.load().withClasses(trained.config().classes());
        ModelPage page = ModelPage.of(model.folder, trained, texts);
        if (baseline != null)
            page.compare(baseline, MatryoshkaModel.load(baseline, String.class, model.threads.engine()), texts);
        page.html().write(out);
        System.out.println("written to " + out);
        return 0;
    }
}
