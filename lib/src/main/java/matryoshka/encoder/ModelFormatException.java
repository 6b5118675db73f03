package matryoshka.encoder;

import java.io.IOException;
import java.nio.file.Path;

/** A model file that is missing, damaged or of another kind; the message names the file, the fault and the remedy. */
public final class ModelFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The message reads {@code file: fault; remedy}. */
    public ModelFormatException(Path file, String fault, String remedy) {
        this(file.toString(), fault, remedy);
    }

    /** For a model that is no file, such as a class path resource. */
    public ModelFormatException(String source, String fault, String remedy) {
        super(source + ": " + fault + "; " + remedy);
    }

    @Override
    public ModelFormatException initCause(Throwable cause) {
        super.initCause(cause);
        return this;
    }
}
