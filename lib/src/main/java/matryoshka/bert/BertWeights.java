package matryoshka.bert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Natives;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A BERT's configuration and its tensors under Hugging Face's names and shapes: matrices are [out, in].
 *
 * <p>IllegalArgumentException lists every tensor that is missing, surplus, or of another shape than the configuration
 * asks for.
 */
public record BertWeights(BertConfig config, Parameters parameters) {
    static {
        Natives.prepare();
    }

    private static final double INITIAL_DEVIATION = 0.02;

    public BertWeights {
        List<String> faults = faults(shapes(config), parameters);
        if (!faults.isEmpty())
            throw new IllegalArgumentException("these tensors do not make the BERT of " + config + ": "
                    + String.join(", ", faults) + "; use the weights and the config of one model");
    }

    /** Untrained: normal of deviation 0.02, biases 0, layer norms 1. */
    static BertWeights random(BertConfig config, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        var tensors = new LinkedHashMap<String, INDArray>();
        shapes(config).forEach((name, shape) -> {
            INDArray tensor = Nd4j.zeros(DataType.FLOAT, shape);
            if (name.endsWith("LayerNorm.weight")) tensor.addi(1);
            else if (name.endsWith(".weight")) tensor = normal(random, shape);
            tensors.put(name, tensor);
        });
        return new BertWeights(config, Parameters.of(tensors));
    }

    private static INDArray normal(SplittableRandom random, long... shape) {
        float[] values = new float[Math.toIntExact(shape[0] * shape[1])];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian(0, INITIAL_DEVIATION);
        return Nd4j.create(values, shape, 'c');
    }

    private static List<String> faults(Map<String, long[]> expected, Parameters parameters) {
        var faults = new ArrayList<String>();
        expected.forEach((name, shape) -> {
            if (!parameters.names().contains(name)) faults.add(name + " " + Arrays.toString(shape) + " is missing");
            else if (!Arrays.equals(parameters.get(name).shape(), shape))
                faults.add(name + " has shape "
                        + Arrays.toString(parameters.get(name).shape()) + " instead of " + Arrays.toString(shape));
        });
        parameters.names().stream()
                .filter(name -> !expected.containsKey(name))
                .forEach(name -> faults.add(name + " is surplus"));
        return faults;
    }

    /** Name → shape of every tensor of a BERT encoder without pooler, in the order of the computation. */
    public static Map<String, long[]> shapes(BertConfig config) {
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
        return shapes;
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
