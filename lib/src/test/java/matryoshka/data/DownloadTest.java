package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
    @TempDir
    Path folder;

    @Test
    void of_mavens_log_the_cause_is_shown_not_the_advice_after_it() throws IOException {
        Path log = Files.writeString(folder.resolve("download.log"), """
                WARNING: A terminally deprecated method in sun.misc.Unsafe has been called
                \u001b[0m\u001b[0m[ERROR] Unknown host repo.example: Name or service not known -> [Help 1]
                [ERROR]\u0020
                [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
                [ERROR] Re-run Maven using the -X switch to enable full debug logging.
                [ERROR]\u0020
                [ERROR] For more information about the errors and possible solutions, please read the articles:
                [ERROR] [Help 1] http://example.org/PluginResolutionException
                \u001b[0m\u001b[0m
                """);
        assertThat(Download.end(log))
                .isEqualTo("[ERROR] Unknown host repo.example: Name or service not known -> [Help 1]");
    }

    @Test
    void of_a_long_log_the_last_five_lines_are_shown() throws IOException {
        Path log = Files.writeString(folder.resolve("download.log"), "1\n2\n\n3\n4\n5\n6\n");
        assertThat(Download.end(log)).isEqualTo("2\n3\n4\n5\n6");
    }
}
