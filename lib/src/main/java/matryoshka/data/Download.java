package matryoshka.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One run of a package manager.
 *
 * @param tool what it is called
 * @param pinned the package
 * @param install how to get the tool
 */
record Download(String tool, String pinned, String install) {
    private static final int PATIENCE_MINUTES = 30;
    private static final int SHOWN_LINES = 5;
    private static final Pattern COLOURS = Pattern.compile("\\x1b\\[[0-9;]*m");
    private static final Pattern NOISE =
            Pattern.compile("(\\[ERROR] *)?((To see the full|Re-run Maven|For more information|\\[Help|WARNING:).*)?");

    /** Runs {@code command} in {@code folder}, where it puts one archive; returns that. */
    Path run(List<String> command, Path folder, String suffix) throws IOException {
        run(command, folder);
        return archive(folder, suffix);
    }

    /** Runs {@code command} in {@code folder}. */
    void run(List<String> command, Path folder) throws IOException {
        Path log = folder.resolve("download.log");
        Process process = start(command, folder, log);
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES))
                throw new IllegalStateException(tool + " has not downloaded " + pinned + " within " + PATIENCE_MINUTES
                        + " minutes: check the network");
            if (process.exitValue() != 0)
                throw new IllegalStateException(tool + " could not download " + pinned + ": check the network, and "
                        + install + " if it is missing. " + tool + " said:\n" + end(log));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the download of " + pinned + " was interrupted: run it again", e);
        } finally {
            process.destroy();
        }
    }

    private Process start(List<String> command, Path folder, Path log) {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(command.getFirst() + " does not run: " + install, e);
        }
    }

    /** The last lines that say something: no colours, no warnings, none of the advice that Maven ends with. */
    static String end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log).stream()
                .map(line -> COLOURS.matcher(line).replaceAll("").strip())
                .filter(line -> !NOISE.matcher(line).matches())
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }

    private Path archive(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(tool + " downloaded no " + suffix + " of " + pinned
                            + ": update " + tool + " and try again"));
        }
    }
}
