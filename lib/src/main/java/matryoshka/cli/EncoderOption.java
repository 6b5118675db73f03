package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import matryoshka.bert.BertEncoder;
import matryoshka.bert.Pretrained;

/** Encoders by what users call them. */
final class EncoderOption {
    private EncoderOption() {}

    /** A built-in encoder of that name, or else one in a folder; its weights read anew. */
    static BertEncoder load(String encoder) throws IOException {
        boolean folder = Pretrained.of(encoder).isEmpty() && Files.isDirectory(Path.of(encoder));
        return folder ? BertEncoder.fromFolder(Path.of(encoder)) : BertEncoder.pretrained(builtIn(encoder));
    }

    static Pretrained builtIn(String name) {
        return Pretrained.of(name)
                .orElseThrow(() -> new IllegalArgumentException("no encoder \"" + name + "\": name one of "
                        + Pretrained.ids() + ", or a folder with config.json, model.safetensors and tokenizer.json"));
    }
}
