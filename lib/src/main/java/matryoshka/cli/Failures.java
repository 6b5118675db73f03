package matryoshka.cli;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What the command line says of an error: what is wrong and what to do, where Java's own message leaves that out. */
final class Failures {
    private static final long MEGABYTE = 1L << 20;

    private Failures() {}

    static String message(Throwable error) {
        return switch (error) {
            case OutOfMemoryError full -> memory(full);
            case UncheckedIOException wrapper -> unwrapped(wrapper);
            case FileSystemException file
            when file.getReason() == null && file.getFile() != null ->
                file.getFile() + ": " + reason(file) + "; check the path and its permissions";
            default -> error.getMessage() == null ? error.toString() : error.getMessage();
        };
    }

    /** What was being done, if the wrapper says so, and the cause. */
    private static String unwrapped(UncheckedIOException wrapper) {
        String cause = message(wrapper.getCause());
        boolean silent = wrapper.getMessage() == null
                || wrapper.getMessage().equals(wrapper.getCause().toString());
        return silent ? cause : wrapper.getMessage() + " (" + cause + ")";
    }

    /** Java's message of these is the path alone. */
    private static String reason(FileSystemException error) {
        return switch (error) {
            case NoSuchFileException missing -> "no such file or folder";
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException taken -> "is there already, as something else";
            case NotDirectoryException file -> "is no folder";
            default -> error.getClass().getSimpleName();
        };
    }

    private static String memory(OutOfMemoryError error) {
        String less = "or ask for less at once: --batch-size, --max-length";
        if (String.valueOf(error.getMessage()).contains("heap space"))
            return "the Java heap is full, its limit is " + Runtime.getRuntime().maxMemory() / MEGABYTE
                    + " MB: raise it, MATRYOSHKA_JAVA_OPTS=-Xmx4g, " + less;
        return "out of memory (" + error.getMessage()
                + "): ND4J's arrays lie outside the Java heap, and the whole process"
                + " may take three quarters of the machine's memory; close other programs, " + less;
    }
}
