package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import matryoshka.search.LuceneExport;
import matryoshka.search.StoredIndex;
import matryoshka.search.VectorStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code export-lucene}: an index for users of Lucene. */
@Command(
        name = "export-lucene",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Write an index as a directory that plain Lucene reads: a graph over short prefixes, and the full"
                + " vectors to sort its list again by; with ids, texts and classes.")
final class ExportLuceneCommand implements Callable<Integer> {
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene"); // kept, so that its level is

    @Option(names = "--index", required = true, paramLabel = "DIR", description = "An index written by \"index\".")
    Path index;

    @Option(names = "--prefix", required = true, paramLabel = "M", description = "The dims of the short prefixes.")
    int prefix;

    @Option(
            names = "--dim",
            paramLabel = "M",
            description = "The dims of the full vectors, of which Lucene takes 1024 at most. Default: all.")
    Integer dim;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write the directory.")
    Path out;

    @Override
    public Integer call() throws IOException {
        LUCENE.setLevel(Level.WARNING); // not what vector instructions it found
        LuceneExport.checkReplaceable(out);
        try (StoredIndex opened = StoredIndex.open(index)) {
            int full = dim == null ? opened.dimension() : dim;
            int most = Math.min(LuceneExport.MOST_DIMS, opened.dimension());
            String why = "the index has " + opened.dimension() + " dims, Lucene takes " + LuceneExport.MOST_DIMS;
            Require.within(1, most, "--dim", full, why);
            Require.within(1, full - 1, "--prefix", prefix, "below the " + full + " dims of --dim");
            opened.verify();
            VectorStore vectors = full == opened.dimension() ? opened : VectorStore.of(opened.prefix(full));
            LuceneExport.write(out, vectors, prefix, opened.catalog());
            System.out.println(opened.size() + " documents written to " + out);
        }
        return 0;
    }
}
