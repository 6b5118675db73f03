package matryoshka.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import matryoshka.NestingDims;
import matryoshka.encoder.VectorEncoder;
import matryoshka.engine.Engine;
import matryoshka.engine.Program;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Embeddings made up at random, z [R, D], and weights c_m of their loss at random dims. */
record RandomLoss(float[] z, int dimension, NestingDims dims, double[] importance) {
    /** The full dim is always among the dims. */
    static RandomLoss draw(int rows, int dimension, SplittableRandom random) {
        int[] dims = IntStream.rangeClosed(1, dimension)
                .filter(dim -> dim == dimension || random.nextInt(4) == 0)
                .toArray();
        return at(NestingDims.of(dims), rows, dimension, random);
    }

    static RandomLoss at(NestingDims dims, int rows, int dimension, SplittableRandom random) {
        float[] z = new float[rows * dimension];
        for (int i = 0; i < z.length; i++) z[i] = (float) random.nextGaussian(0, 2);
        return new RandomLoss(
                z, dimension, dims, random.doubles(dims.size(), 0.2, 3).toArray());
    }

    /** The graph's losses, and their gradient with respect to z as {@link TrainingPrograms#EMBEDDINGS}. */
    Program.Step run(MatryoshkaModel<?> model, Objective<?> objective, Map<String, INDArray> targets) {
        Map<String, INDArray> feed = new HashMap<>(targets);
        feed.putAll(MatryoshkaLoss.importance(dims, importance));
        feed.put(TrainingPrograms.EMBEDDINGS, Nd4j.create(z, new long[] {z.length / dimension, dimension}, 'c'));
        return model.programs(objective, name -> objective instanceof CrossEntropy)
                .loss()
                .run(feed);
    }

    /** A model of embeddings of this size, made up, with heads if only to have parameters. */
    MatryoshkaModel<?> model(Engine engine) {
        return model(MatryoshkaConfig.of(dims, List.of("a", "b")), engine);
    }

    MatryoshkaModel<?> model(MatryoshkaConfig config, Engine engine) {
        return MatryoshkaModel.create(new VectorEncoder(dimension), config, engine);
    }

    /** All engines that find its gradient: M2.1 itself finds none of the slices of a single row. */
    List<Engine> engines(int items, Engine vectorized, Engine plain) {
        return items > 1 ? List.of(vectorized, plain) : List.of(vectorized);
    }

    /** The first {@code dim} numbers of every row, [R, m]. */
    double[][] prefixes(int dim) {
        return IntStream.range(0, z.length / dimension)
                .mapToObj(row -> IntStream.range(0, dim)
                        .mapToDouble(i -> z[row * dimension + i])
                        .toArray())
                .toArray(double[][]::new);
    }

    /** Σ c_m·L_m of losses in the dims' order. */
    double total(List<Double> losses) {
        return IntStream.range(0, importance.length)
                .mapToDouble(i -> importance[i] * losses.get(i))
                .sum();
    }
}
