package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import matryoshka.bert.BertConfig;
import matryoshka.bert.BertEncoder;
import matryoshka.bert.Pretrained;
import matryoshka.encoder.Safetensors;

/** A BERT of two layers and 16 dims, small enough to train within seconds, as a user's own folder. */
final class TinyEncoder {
    private TinyEncoder() {}

    static void write(Path folder) throws IOException {
        BertConfig config = new BertConfig(2, 16, 2, 32, 30_522, 64, 2, 1e-12, 0.1, 0.1);
        BertEncoder encoder =
                BertEncoder.random(config, Pretrained.MINILM_L6.tokenizer().withMaxLength(64), 1);
        Files.createDirectory(folder);
        config.write(folder.resolve("config.json"));
        Safetensors.write(folder.resolve("model.safetensors"), encoder.parameters(), Map.of());
        Files.write(folder.resolve("tokenizer.json"), encoder.tokenizer().json());
    }
}
