package matryoshka.encoder;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/** Reads a {@link VectorEncoder} back from a model's folder. */
public final class VectorEncoderLoader implements EncoderLoader {
    @Override
    public String kind() {
        return VectorEncoder.KIND;
    }

    @Override
    public Encoder<?> load(Path folder, Parameters parameters) throws IOException {
        return new VectorEncoder(new ObjectMapper()
                .readTree(folder.resolve(VectorEncoder.CONFIG_FILE).toFile())
                .path("dimension")
                .asInt());
    }
}
