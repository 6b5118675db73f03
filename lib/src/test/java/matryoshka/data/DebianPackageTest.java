package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching with stand-ins for apt-get and dpkg-deb. */
class DebianPackageTest {
    private static final FetchedFile ONE =
            new FetchedFile("usr/share/toys/one.txt", Checksums.sha256("first\n".getBytes(StandardCharsets.UTF_8)));
    private static final String UNPACK =
            "[ \"$1 $2\" = \"--extract $PWD/toys_1.deb\" ] && mkdir -p \"$3/usr/share/toys\" && cp toys_1.deb ";

    @TempDir
    Path temporary;

    private String script(String name, String commands) throws IOException {
        Path script = Files.writeString(temporary.resolve(name), "#!/bin/sh\n" + commands + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script.toString();
    }

    private Path fetch(String apt, String unpacked) throws IOException {
        String dpkg = script("dpkg-deb", UNPACK + "\"$3/usr/share/toys/" + unpacked + "\"");
        DebianPackage toys = new DebianPackage(apt, dpkg, "toys");
        return new PackageFetch(new FetchedSet("toy", "Toys", toys, Datasets.FETCH, List.of(ONE)))
                .into(temporary.resolve("cache/toy"));
    }

    @Test
    void files_of_the_unpacked_package_are_put_into_the_cache() throws IOException {
        Path folder = fetch(script("apt", "[ \"$*\" = 'download toys' ] && echo first > toys_1.deb"), "one.txt");
        assertThat(folder.resolve("one.txt")).hasContent("first\n");
        assertThat(folder.getParent().toFile().list()).containsExactly("toy");
    }

    @Test
    void without_lists_of_packages_they_are_fetched_first() throws IOException {
        String apt = """
            case "$*" in
            *Dir::State::Lists=$PWD/lists*update) touch lists/toys ;;
            *Dir::State::Lists=$PWD/lists*'download toys') [ -f lists/toys ] && echo first > toys_1.deb ;;
            *) exit 100 ;;
            esac
            """;
        assertThat(fetch(script("apt", apt), "one.txt").resolve("one.txt")).hasContent("first\n");
    }

    @Test
    void a_package_without_the_file_is_refused_and_leaves_nothing() throws IOException {
        String apt = script("apt", "echo first > toys_1.deb");
        assertThatThrownBy(() -> fetch(apt, "two.txt"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("holds no usr/share/toys/one.txt", "fetch toys");
        assertThat(temporary.resolve("cache").toFile().list()).isEmpty();
    }

    @Test
    void a_system_without_apt_is_told_what_to_do() {
        assertThatThrownBy(() -> fetch("no-such-apt", "one.txt"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("no-such-apt does not run", "name a folder with the files");
    }
}
