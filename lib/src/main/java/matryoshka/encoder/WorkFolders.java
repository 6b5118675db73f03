package matryoshka.encoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The hidden folders beside {@code target} while it is written, {@code .name.tmp-pid-start-random}, and what killed
 * runs left of them. The name tells its process, by start as well as id: ids are used again, above all in containers.
 */
record WorkFolders(Path target) {
    /** The kind of a folder being filled. */
    static final String TEMPORARY = "tmp";

    /** The kind of the version before, on its way out. */
    static final String OLD = "old";

    private static final long START_SLACK_MILLIS = 10_000; // the system's boot time is only known to the second

    /** A new name, not yet there. */
    Path fresh(String kind) {
        ProcessHandle self = ProcessHandle.current();
        return target.resolveSibling(prefix(kind) + self.pid() + "-" + startMillis(self) + "-" + UUID.randomUUID());
    }

    /** Puts the last version back if a run was killed between its two renames, and removes the rest. */
    void cleanUp() throws IOException {
        Optional<Path> last = lastVersion();
        if (last.isPresent() && !Files.exists(target)) DurableFiles.rename(last.get(), target);
        for (Path old : leftovers(OLD)) DurableFiles.deleteTree(old);
        for (Path temporary : leftovers(TEMPORARY)) DurableFiles.deleteTree(temporary);
    }

    /** The version that a killed run had moved aside. */
    Optional<Path> lastVersion() throws IOException {
        return leftovers(OLD).stream().findFirst();
    }

    /** The folders of that kind whose process is gone. */
    private List<Path> leftovers(String kind) throws IOException {
        var leftovers = new ArrayList<Path>();
        if (!Files.isDirectory(target.getParent())) return leftovers;
        Pattern name = Pattern.compile(Pattern.quote(prefix(kind)) + "(\\d{1,18})-(\\d{1,18})-[0-9a-f-]{36}");
        try (Stream<Path> siblings = Files.list(target.getParent())) {
            for (Path path : siblings.sorted().toList()) {
                var match = name.matcher(path.getFileName().toString());
                if (match.matches() && !isAlive(match.toMatchResult())) leftovers.add(path);
            }
        }
        return leftovers;
    }

    private String prefix(String kind) {
        return "." + target.getFileName() + "." + kind + "-";
    }

    private static boolean isAlive(MatchResult name) {
        long start = Long.parseLong(name.group(2));
        return ProcessHandle.of(Long.parseLong(name.group(1)))
                .filter(process -> Math.abs(startMillis(process) - start) <= START_SLACK_MILLIS)
                .isPresent();
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
