package matryoshka.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import matryoshka.NestingDims;
import matryoshka.bert.BertEncoder;
import matryoshka.bert.Pretrained;
import matryoshka.engine.Engine;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code encode}: embedding the lines of a file, as one JSON object. */
@Command(
        name = "encode",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Time the embedding of a file's lines with MiniLM-L6, normalised: texts/s and peak memory.")
final class EncodeBench implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WARM_UP = 256;

    @Parameters(paramLabel = "TEXTS", description = "A file with one text a line.")
    Path file;

    @Option(names = "--batch", defaultValue = "64", description = "Texts at once. Default: ${DEFAULT-VALUE}.")
    int batch;

    @Option(names = "--threads", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
    int threads;

    @Override
    public Integer call() throws IOException {
        Workload.require("--batch", batch, 1);
        Workload.require("--threads", threads, 1);
        List<String> texts = texts();
        MatryoshkaModel<String> model = miniLm(threads);
        model.embed(texts.subList(0, Math.min(WARM_UP, texts.size())), batch);
        long start = System.nanoTime();
        model.embed(texts, batch).normalize();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(JSON.createObjectNode()
                .put("peer", "matryoshka")
                .put("texts", texts.size())
                .put("batch", batch)
                .put("seconds", Timing.rounded(seconds, 2))
                .put("texts_per_s", Timing.rounded(texts.size() / seconds, 1))
                .put("peak_rss_mb", Machine.peakResidentMegabytes()));
        return 0;
    }

    /** MiniLM-L6 with heads that nobody asks for: embedding needs none. */
    static MatryoshkaModel<String> miniLm(int threads) throws IOException {
        BertEncoder encoder = BertEncoder.pretrained(Pretrained.MINILM_L6);
        return MatryoshkaModel.create(
                encoder,
                MatryoshkaConfig.of(NestingDims.doubling(8, encoder.dimension()), List.of("a", "b")),
                Engine.vectorized(threads));
    }

    private List<String> texts() throws IOException {
        if (!Files.isRegularFile(file))
            throw new IllegalArgumentException(file + " is not a file: name one with a text a line");
        try {
            List<String> texts = Files.readAllLines(file);
            if (!texts.isEmpty()) return texts;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is not UTF-8: save it as UTF-8", e);
        }
        throw new IllegalArgumentException(file + " is empty: write a text a line into it");
    }
}
