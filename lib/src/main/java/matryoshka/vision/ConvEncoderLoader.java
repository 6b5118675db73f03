package matryoshka.vision;

import java.io.IOException;
import java.nio.file.Path;
import matryoshka.encoder.Encoder;
import matryoshka.encoder.EncoderLoader;
import matryoshka.encoder.Parameters;

/** Reads a {@link ConvEncoder} back from a model's folder. */
public final class ConvEncoderLoader implements EncoderLoader {
    @Override
    public String kind() {
        return ConvEncoder.KIND;
    }

    @Override
    public Encoder<?> load(Path folder, Parameters parameters) throws IOException {
        return new ConvEncoder(ConvConfig.read(folder.resolve(ConvEncoder.CONFIG_FILE)), parameters);
    }
}
