package matryoshka.encoder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** Reads one kind of encoder back from a model's folder; found through {@link ServiceLoader}. */
public interface EncoderLoader {
    /** The name a model's configuration keeps for it, such as {@code bert}. */
    String kind();

    /**
     * The encoder whose {@link Encoder#saveConfig} wrote into {@code folder}, with {@code parameters}, of which it
     * takes those that are its own.
     */
    Encoder<?> load(Path folder, Parameters parameters) throws IOException;

    /** The loader of that kind; IllegalArgumentException listing the kinds there are if none. */
    static EncoderLoader of(String kind) {
        ServiceLoader<EncoderLoader> loaders =
                ServiceLoader.load(EncoderLoader.class, EncoderLoader.class.getClassLoader());
        return loaders.stream()
                .map(ServiceLoader.Provider::get)
                .filter(loader -> loader.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no encoder of kind \"" + kind
                        + "\" is known; there are "
                        + loaders.stream().map(loader -> loader.get().kind()).toList()));
    }
}
