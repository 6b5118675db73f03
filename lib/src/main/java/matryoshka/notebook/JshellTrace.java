package matryoshka.notebook;

import java.util.Arrays;
import java.util.stream.Collectors;
import jdk.jshell.EvalException;
import jdk.jshell.UnresolvedReferenceException;

/** An exception of a script as text: what was thrown, the library's frames below it, and its causes. */
final class JshellTrace {
    private static final int MAX_FRAMES = 12;

    private JshellTrace() {}

    static String of(Throwable exception) {
        String cause = exception.getCause() == null ? "" : "\ncaused by: " + of(exception.getCause());
        return headline(exception) + frames(exception) + cause;
    }

    private static String headline(Throwable exception) {
        return switch (exception) {
            case EvalException thrown when thrown.getMessage() == null -> thrown.getExceptionClassName();
            case EvalException thrown -> thrown.getExceptionClassName() + ": " + thrown.getMessage();
            case UnresolvedReferenceException unresolved ->
                "used before it was complete: " + unresolved.getSnippet().source();
            default -> exception.toString();
        };
    }

    /** Frames of the snippets themselves ("#id") say nothing the line number does not. */
    private static String frames(Throwable exception) {
        return Arrays.stream(exception.getStackTrace())
                .filter(frame ->
                        frame.getFileName() != null && !frame.getFileName().startsWith("#"))
                .limit(MAX_FRAMES)
                .map(frame -> "\n    at " + frame)
                .collect(Collectors.joining());
    }
}
