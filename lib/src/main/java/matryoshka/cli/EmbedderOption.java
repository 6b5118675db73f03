package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import matryoshka.NestingDims;
import matryoshka.bert.BertEncoder;
import matryoshka.engine.Engine;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What embeds: a saved model, or an encoder as it was published. */
final class EmbedderOption {
    @ArgGroup(multiplicity = "1")
    Source source;

    @Mixin
    ThreadsOption threads;

    /** One of the two; commands that know a third add it. */
    static class Source {
        @Option(names = "--model", paramLabel = "DIR", description = "The folder of a trained model; or else …")
        Path model;

        @Option(
                names = "--encoder",
                paramLabel = "NAME|FOLDER",
                description = "… an encoder as it was published: a built-in one (environment/matryoshka encoders lists"
                        + " them), or a folder with a Hugging Face BERT.")
        String encoder;

        MatryoshkaModel<String> load(Engine engine) throws IOException {
            if (model != null) return MatryoshkaModel.load(model, String.class, engine);
            BertEncoder bert = EncoderOption.load(encoder);
            NestingDims full = NestingDims.of(bert.dimension());
            return MatryoshkaModel.create(bert, MatryoshkaConfig.embedding(full), engine);
        }
    }

    MatryoshkaModel<String> load() throws IOException {
        return source.load(threads.engine());
    }
}
