package matryoshka.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import matryoshka.encoder.Encoder;
import matryoshka.engine.GradientSum;
import matryoshka.engine.Program;
import matryoshka.model.Batches;
import matryoshka.model.TrainingPrograms;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A batch's examples in chunks of like lengths, each with the seed of its dropout masks, so that a second pass draws
 * the same ones.
 */
final class Chunks<X> {
    private static final int STEP = 16; // chunks of few different sizes need few different plans

    private final Encoder<X> encoder;
    private final List<X> examples;
    private final List<int[]> chunks;
    private final long[] seeds;

    private Chunks(Encoder<X> encoder, List<X> examples, List<int[]> chunks, long[] seeds) {
        this.encoder = encoder;
        this.examples = examples;
        this.chunks = chunks;
        this.seeds = seeds;
    }

    /**
     * Chunks of at most {@code size} units of length, padding included, or of one longer example; all in one, in their
     * order, if they go into it with little padding.
     */
    static <X> Chunks<X> of(Encoder<X> encoder, List<X> examples, int size, SplittableRandom dropout) {
        int[] lengths = examples.stream().mapToInt(encoder::length).toArray();
        List<int[]> chunks = cut(lengths, size);
        if (chunks.size() == 1)
            chunks = List.of(IntStream.range(0, lengths.length).toArray());
        return new Chunks<>(
                encoder, examples, chunks, dropout.longs(chunks.size()).toArray());
    }

    /** Longest first; an example of less than half the longest's length begins another chunk. */
    private static List<int[]> cut(int[] lengths, int size) {
        int[] order = Batches.sorted(lengths, lengths.length).getFirst();
        List<int[]> chunks = new ArrayList<>();
        int start = 0;
        for (int end = 1; end <= order.length; end++) {
            int longest = lengths[order[start]];
            boolean full = end == order.length
                    || (long) longest * (end - start + 1) > size
                    || 2 * lengths[order[end]] < longest;
            if (!full) continue;
            int count = end - start;
            if (end < order.length && count > STEP) count -= count % STEP;
            chunks.add(Arrays.copyOfRange(order, start, start + count));
            start += count;
            end = start;
        }
        return chunks;
    }

    int count() {
        return chunks.size();
    }

    /** The placeholders of all examples, where they are one chunk. */
    Map<String, INDArray> whole() {
        return feed(0);
    }

    /** The embeddings [R, D] of all examples, in their order. */
    INDArray encode(Program program) {
        int dimension = encoder.dimension();
        float[] all = new float[examples.size() * dimension];
        for (int c = 0; c < chunks.size(); c++) {
            INDArray z = program.run(feed(c)).outputs().get(TrainingPrograms.EMBEDDINGS); // [chunk, D]
            float[] rows = z.ravel().toFloatVector();
            int[] chunk = chunks.get(c);
            for (int i = 0; i < chunk.length; i++)
                System.arraycopy(rows, i * dimension, all, chunk[i] * dimension, dimension);
        }
        return Nd4j.create(all, new long[] {examples.size(), dimension}, 'c');
    }

    /** Adds to {@code sum} the encoder's gradients for {@code gradient} [R, D] of the embeddings. */
    void backward(Program program, INDArray gradient, GradientSum sum) {
        for (int c = 0; c < chunks.size(); c++) {
            Map<String, INDArray> feed = feed(c);
            feed.put(TrainingPrograms.EMBEDDINGS_GRADIENT, Nd4j.pullRows(gradient, 1, chunks.get(c)));
            sum.add(program.run(feed).gradients());
        }
    }

    private Map<String, INDArray> feed(int chunk) {
        List<X> together =
                Arrays.stream(chunks.get(chunk)).mapToObj(examples::get).toList();
        return new HashMap<>(encoder.feed(together, Encoder.Mode.TRAINING, new SplittableRandom(seeds[chunk])));
    }
}
