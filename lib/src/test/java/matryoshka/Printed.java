package matryoshka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.function.Consumer;

/** What the user would have read; one at a time, as the streams are the whole process's. */
public final class Printed {
    private Printed() {}

    /** Everything written to {@code System.err} while {@code action} ran. */
    public static String onErr(Runnable action) {
        return by(System::setErr, System.err, action);
    }

    /** Everything written to {@code System.out} while {@code action} ran. */
    public static String onOut(Runnable action) {
        return by(System::setOut, System.out, action);
    }

    private static String by(Consumer<PrintStream> setter, PrintStream before, Runnable action) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        setter.accept(new PrintStream(printed, true, UTF_8));
        try {
            action.run();
        } finally {
            setter.accept(before);
        }
        return printed.toString(UTF_8);
    }
}
