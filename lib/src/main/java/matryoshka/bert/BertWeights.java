package matryoshka.bert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import matryoshka.encoder.ModelFormatException;
import matryoshka.encoder.Parameters;
import matryoshka.encoder.StoredTensor;
import matryoshka.engine.Natives;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A BERT's configuration and its tensors under Hugging Face's names and shapes: matrices are [out, in]; the pooler's
 * are among them if {@code pooling} needs them.
 *
 * <p>IllegalArgumentException lists every tensor that is missing, surplus, or of another shape than the configuration
 * asks for.
 */
public record BertWeights(BertConfig config, Pooling pooling, Parameters parameters) {
    static {
        Natives.prepare();
    }

    static final String POOLER = "pooler.dense";
    private static final List<String> OWN = List.of("embeddings.", "encoder.");
    private static final String POSITION_IDS = "embeddings.position_ids"; // 0, 1, 2 …: no weight
    private static final double INITIAL_DEVIATION = 0.02;

    public BertWeights {
        List<String> faults = faults(shapes(config, pooling), shapes(parameters), name -> true);
        if (!faults.isEmpty()) throw new IllegalArgumentException(message(config, faults));
    }

    private static String message(BertConfig config, List<String> faults) {
        return "these tensors do not make the BERT of " + config + ": " + String.join(", ", faults)
                + "; use the weights and the config of one model";
    }

    /**
     * The weights among the tensors of a file. Heads of pre-training and an unused pooler are left out; what else
     * belongs to an encoder must be of this one.
     *
     * @throws ModelFormatException listing every tensor that is missing, surplus, or of another shape or type
     */
    static BertWeights read(String source, BertConfig config, Pooling pooling, Map<String, StoredTensor> stored)
            throws ModelFormatException {
        Map<String, long[]> expected = shapes(config, pooling);
        Map<String, long[]> found = new LinkedHashMap<>();
        stored.forEach((name, tensor) -> found.put(name, tensor.shape()));
        List<String> faults = faults(expected, found, BertWeights::isEncoders);
        for (String name : expected.keySet())
            if (stored.containsKey(name)) stored.get(name).fault().ifPresent(fault -> faults.add(name + " " + fault));
        if (!faults.isEmpty()) throw new ModelFormatException(source, message(config, faults), "or fetch it again");
        var tensors = new LinkedHashMap<String, INDArray>();
        for (String name : expected.keySet()) tensors.put(name, stored.get(name).read());
        return new BertWeights(config, pooling, Parameters.of(tensors));
    }

    private static boolean isEncoders(String name) {
        return OWN.stream().anyMatch(name::startsWith) && !name.equals(POSITION_IDS);
    }

    /** Untrained: normal of deviation 0.02, biases 0, layer norms 1. */
    static BertWeights random(BertConfig config, Pooling pooling, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        var tensors = new LinkedHashMap<String, INDArray>();
        shapes(config, pooling).forEach((name, shape) -> {
            INDArray tensor = Nd4j.zeros(DataType.FLOAT, shape);
            if (name.endsWith("LayerNorm.weight")) tensor.addi(1);
            else if (name.endsWith(".weight")) tensor = normal(random, shape);
            tensors.put(name, tensor);
        });
        return new BertWeights(config, pooling, Parameters.of(tensors));
    }

    private static INDArray normal(SplittableRandom random, long... shape) {
        float[] values = new float[Math.toIntExact(shape[0] * shape[1])];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian(0, INITIAL_DEVIATION);
        return Nd4j.create(values, shape, 'c');
    }

    private static Map<String, long[]> shapes(Parameters parameters) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        parameters.forEach((name, array) -> shapes.put(name, array.shape()));
        return shapes;
    }

    /** What is wrong with the tensors found; those not expected are surplus if they are an encoder's {@code own}. */
    private static List<String> faults(Map<String, long[]> expected, Map<String, long[]> found, Predicate<String> own) {
        var faults = new ArrayList<String>();
        expected.forEach((name, shape) -> {
            if (!found.containsKey(name)) faults.add(name + " " + Arrays.toString(shape) + " is missing");
            else if (!Arrays.equals(found.get(name), shape))
                faults.add(name + " has shape " + Arrays.toString(found.get(name)) + " instead of "
                        + Arrays.toString(shape));
        });
        found.keySet().stream()
                .filter(name -> own.test(name) && !expected.containsKey(name))
                .forEach(name -> faults.add(name + " is surplus"));
        return faults;
    }

    /** Name → shape of every tensor of a BERT encoder so pooled, in the order of the computation. */
    public static Map<String, long[]> shapes(BertConfig config, Pooling pooling) {
        var shapes = new LinkedHashMap<String, long[]>();
        int h = config.hidden();
        shapes.put("embeddings.word_embeddings.weight", new long[] {config.vocabulary(), h});
        shapes.put("embeddings.position_embeddings.weight", new long[] {config.maxPositions(), h});
        shapes.put("embeddings.token_type_embeddings.weight", new long[] {config.typeVocabulary(), h});
        layerNorm(shapes, "embeddings.LayerNorm", h);
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "encoder.layer." + layer + ".";
            for (String projection : List.of("query", "key", "value"))
                linear(shapes, prefix + "attention.self." + projection, h, h);
            linear(shapes, prefix + "attention.output.dense", h, h);
            layerNorm(shapes, prefix + "attention.output.LayerNorm", h);
            linear(shapes, prefix + "intermediate.dense", config.intermediate(), h);
            linear(shapes, prefix + "output.dense", h, config.intermediate());
            layerNorm(shapes, prefix + "output.LayerNorm", h);
        }
        if (pooling == Pooling.POOLER) linear(shapes, POOLER, h, h);
        return shapes;
    }

    /** How many numbers a BERT encoder so pooled has. */
    public static long count(BertConfig config, Pooling pooling) {
        return shapes(config, pooling).values().stream()
                .mapToLong(shape -> LongStream.of(shape).reduce(1, Math::multiplyExact))
                .sum();
    }

    private static void linear(Map<String, long[]> shapes, String name, int out, int in) {
        shapes.put(name + ".weight", new long[] {out, in});
        shapes.put(name + ".bias", new long[] {out});
    }

    private static void layerNorm(Map<String, long[]> shapes, String name, int width) {
        shapes.put(name + ".weight", new long[] {width});
        shapes.put(name + ".bias", new long[] {width});
    }
}
