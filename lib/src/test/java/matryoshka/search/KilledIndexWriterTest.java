package matryoshka.search;

import static matryoshka.search.StoredCase.assertEqual;
import static matryoshka.search.StoredCase.gaussian;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import matryoshka.JavaProcess;
import matryoshka.NestingDims;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that writes one index over the other, killed at any moment. */
@Tag("slow")
class KilledIndexWriterTest {
    private static final int KILLS = 15, ROWS = 1000, DIMENSION = 40;

    @TempDir
    Path parent;

    /** Writes version after version from the one given on, each announced by its number. */
    static final class Writer {
        public static void main(String[] args) throws IOException {
            for (int version = Integer.parseInt(args[1]); ; version++) {
                System.out.println(version);
                System.out.flush();
                write(Path.of(args[0]), version);
            }
        }
    }

    private static void write(Path folder, int version) throws IOException {
        Catalog catalog = Catalog.of(ROWS).withLabels(Collections.nCopies(ROWS, "" + version));
        StoredIndex.write(folder, gaussian(ROWS, DIMENSION, version), NestingDims.of(8, 16), catalog);
    }

    @Test
    void whenever_it_is_killed_the_folder_is_one_of_its_versions_whole() throws Exception {
        Path folder = parent.resolve("index");
        SplittableRandom random = new SplittableRandom(42);
        int version = 0;
        write(folder, version);
        for (int kill = 0; kill < KILLS; kill++) {
            int last = killedWriting(folder, version + 1, random);
            try (StoredIndex index = StoredIndex.open(folder)) {
                index.verify();
                version = Integer.parseInt(index.catalog().labels().getFirst());
                assertThat(version).isBetween(last - 1, last);
                assertEqual(index.prefix(DIMENSION), gaussian(ROWS, DIMENSION, version));
            }
        }
        write(folder, version + 1);
        try (var left = Files.list(parent)) {
            assertThat(left).containsExactly(folder);
        }
    }

    /** The last version that was begun. */
    private static int killedWriting(Path folder, int from, SplittableRandom random) throws Exception {
        Process process = JavaProcess.of(
                        List.of(JavaProcess.SHARED_FLAGS), Writer.class, folder.toString(), String.valueOf(from))
                .redirectError(Redirect.DISCARD)
                .start();
        BufferedReader begun = process.inputReader();
        int last = from - 1;
        for (int i = random.nextInt(1, 8); i > 0; i--) last = Integer.parseInt(begun.readLine());
        TimeUnit.MICROSECONDS.sleep(random.nextInt(60_000));
        process.toHandle().destroyForcibly(); // Process's own would close what it has printed
        process.waitFor();
        for (String line = begun.readLine(); line != null; line = begun.readLine()) last = Integer.parseInt(line);
        return last;
    }
}
