package matryoshka.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Downloads one pinned Python package as a wheel, without its dependencies and without building anything. */
final class Pip {
    private static final int PATIENCE_MINUTES = 10;
    private static final int SHOWN_LINES = 5;

    private Pip() {}

    static void download(String python, String pinned, Path folder) throws IOException {
        Path log = folder.resolve("pip.log");
        List<String> command = List.of(
                python,
                "-m",
                "pip",
                "download",
                "--no-deps",
                "--only-binary=:all:",
                "--no-input",
                "--disable-pip-version-check",
                "--progress-bar",
                "off",
                "--dest",
                folder.toString(),
                pinned);
        Process pip = start(command, log);
        try {
            if (!pip.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES))
                throw new IllegalStateException("pip has not downloaded " + pinned + " within " + PATIENCE_MINUTES
                        + " minutes: check the network");
            if (pip.exitValue() != 0)
                throw new IllegalStateException("pip could not download " + pinned
                        + ": check the network and that python3 has pip (Debian: apt install python3-pip). pip said:\n"
                        + end(log));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the download of " + pinned + " was interrupted: run it again", e);
        } finally {
            pip.destroy();
        }
    }

    private static Process start(List<String> command, Path log) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    command.getFirst() + " does not run: install Python 3 with pip (Debian: apt install python3-pip)",
                    e);
        }
    }

    private static String end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
}
