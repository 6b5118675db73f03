package matryoshka.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import matryoshka.encoder.ModelCard;
import matryoshka.encoder.ModelFolder;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.Parameters;
import matryoshka.encoder.Safetensors;

/** A model's folder for other people's tools: the encoder's own files, the heads, and a README about both. */
final class ExportedFiles {
    static final String HEADS = "matryoshka_heads.safetensors";

    private ExportedFiles() {}

    static void write(MatryoshkaModel<?> model, Parameters heads, Path folder, UnaryOperator<ModelCard> completed)
            throws IOException {
        if (Files.exists(folder.resolve(MatryoshkaModel.RUN_FILE)))
            throw new ModelFormatException(
                    folder, "holds a saved model, which an export would replace", "choose another folder");
        ModelFolder.write(folder, temporary -> {
            ModelCard card = model.encoder().export(temporary, model.config().dims());
            if (model.config().head() != Head.NONE) {
                Safetensors.write(temporary.resolve(HEADS), heads, metadata(model.config()));
                card = card.withSection("Classifier", classifier(model.config()));
            }
            completed.apply(card).write(temporary);
        });
    }

    private static Map<String, String> metadata(MatryoshkaConfig config) throws IOException {
        String classes = new ObjectMapper().writeValueAsString(config.classes());
        return new TreeMap<>(Map.of("format", "pt", "head", config.head().name(), "classes", classes));
    }

    private static String classifier(MatryoshkaConfig config) {
        boolean shared = config.head() == Head.MRL_E;
        String weight = shared
                ? "heads.shared.weight` [D, C], of which the first m rows serve m dims,"
                : "heads.m.weight` [m, C]";
        return "`" + HEADS + "` holds classifiers of " + config.classes().size() + " classes, whose names are in its"
                + " metadata under `classes`, as JSON. With W = `" + weight + " and b = `heads."
                + (shared ? "shared" : "m") + ".bias` [C], logits = z[:m] @ W" + (shared ? "[:m]" : "")
                + " + b, where z is the embedding as the encoder gives it, not normalised.";
    }
}
