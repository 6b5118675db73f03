package matryoshka.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system says of this process. */
final class Machine {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";

    private Machine() {}

    /** The most memory that was resident at once; null where the system does not tell (outside Linux). */
    static Long peakResidentMegabytes() throws IOException {
        if (!Files.isReadable(STATUS)) return null;
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(PEAK))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(null);
    }
}
