package matryoshka.search;

import static matryoshka.search.StoredCase.assertEqual;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import matryoshka.NestingDims;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Identities over random vectors, catalogs and damage. */
class StoredIndexPropertiesTest {
    private static Path parent;

    @BeforeContainer
    static void make() throws IOException {
        parent = Files.createTempDirectory("stored-index");
    }

    @AfterContainer
    static void remove() throws IOException {
        try (var paths = Files.walk(parent)) {
            for (Path path : paths.toList().reversed()) Files.delete(path);
        }
    }

    @Provide
    Arbitrary<StoredCase> cases() {
        return StoredCase.any();
    }

    @Property(tries = 100, seed = "42")
    void every_prefix_selection_and_row_equals_that_in_memory(@ForAll("cases") StoredCase given) throws IOException {
        Path folder = parent.resolve("vectors");
        StoredIndex.write(
                folder,
                given.vectors(),
                given.dims(),
                Catalog.of(given.vectors().rows()));
        try (StoredIndex index = StoredIndex.open(folder)) {
            for (int dim = 1; dim <= given.vectors().dimension(); dim++) {
                assertEqual(index.prefix(dim), given.vectors().prefix(dim));
                assertEqual(index.select(dim, given.some()), given.vectors().selectPrefix(dim, given.some()));
                for (int row : given.some()) {
                    float[] read = new float[dim];
                    index.read(row, dim, read);
                    assertThat(read).isEqualTo(given.vectors().prefix(dim).row(row));
                }
            }
            assertThat(index.catalog()).isEqualTo(Catalog.of(given.vectors().rows()));
            index.verify();
        }
    }

    /** Any text that UTF-8 can hold, delimiters often; but carriage returns, which CSV does not keep. */
    @Provide
    Arbitrary<String> cells() {
        return Arbitraries.strings()
                .all()
                .ofMaxLength(12)
                .withChars(',', '"', '\n', ' ', '\t', '#', ';', '\'', '\\', 'ü', '中')
                .filter(text -> text.indexOf('\r') < 0 && text.chars().noneMatch(c -> Character.isSurrogate((char) c)))
                .map(text -> text + (text.length() % 3 == 0 ? "\uD83E\uDE86" : ""));
    }

    @Property(tries = 300, seed = "42")
    void every_catalog_comes_back(
            @ForAll @Size(max = 6) List<@From("cells") String> texts,
            @ForAll @Size(min = 6, max = 6) List<@From("cells") String> words)
            throws IOException {
        int rows = texts.size();
        Set<String> ids = new LinkedHashSet<>(words);
        Catalog catalog = new Catalog(List.of(), texts, List.of());
        if (ids.size() >= rows) catalog = catalog.withIds(List.copyOf(ids).subList(0, rows));
        if (rows % 2 == 0) catalog = catalog.withLabels(words.subList(0, rows));
        Path folder = parent.resolve("catalog");
        StoredIndex.write(folder, StoredCase.gaussian(rows, 1, 0), NestingDims.of(1), catalog);
        try (StoredIndex index = StoredIndex.open(folder)) {
            assertThat(index.catalog()).isEqualTo(catalog);
        }
    }
}
