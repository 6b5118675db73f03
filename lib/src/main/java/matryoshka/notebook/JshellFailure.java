package matryoshka.notebook;

import java.nio.file.Path;

/** The first thing that went wrong in a script; the message starts with {@code file:line: }. */
final class JshellFailure extends Exception {
    JshellFailure(Path file, int line, String message) {
        super(file + ":" + line + ": " + message);
    }
}
