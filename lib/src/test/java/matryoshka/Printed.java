package matryoshka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** What the user would have read on stderr; one at a time, as it is the whole process's. */
public final class Stderr {
    private Stderr() {}

    /** Everything written to {@code System.err} while {@code action} ran. */
    public static String of(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setErr(new PrintStream(errors, true, UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return errors.toString(UTF_8);
    }
}
