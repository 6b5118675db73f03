package matryoshka.bert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import matryoshka.encoder.DropoutMasks;
import matryoshka.encoder.Encoder.Mode;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Token ids of a batch → the placeholders of a {@link BertGraph}; texts are padded to the longest of the batch. */
final class BertFeed {
    private final BertConfig config;
    private final DropoutMasks masks = new DropoutMasks();

    BertFeed(BertConfig config) {
        this.config = config;
    }

    Map<String, INDArray> of(List<int[]> batch, Mode mode, SplittableRandom random) {
        if (batch.isEmpty()) throw new IllegalArgumentException("a batch needs at least one text");
        int length = batch.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        int[] ids = new int[batch.size() * length];
        int[] positions = new int[ids.length];
        float[] mask = new float[ids.length];
        for (int b = 0; b < batch.size(); b++)
            for (int t = 0; t < length; t++) {
                boolean token = t < batch.get(b).length;
                ids[b * length + t] = token ? batch.get(b)[t] : 0;
                positions[b * length + t] = t;
                mask[b * length + t] = token ? 1 : 0;
            }
        Map<String, INDArray> feed = new HashMap<>();
        feed.put(BertGraph.TOKEN_IDS, Nd4j.createFromArray(ids)); // [N]
        feed.put(BertGraph.POSITION_IDS, Nd4j.createFromArray(positions)); // [N]
        feed.put(BertGraph.TYPE_IDS, Nd4j.createFromArray(new int[ids.length])); // [N]
        feed.put(BertGraph.ATTENTION_MASK, Nd4j.createFromArray(mask).reshape(batch.size(), length)); // [B, L]
        if (mode == Mode.TRAINING) addMasks(feed, batch.size(), length, random);
        return feed;
    }

    private void addMasks(Map<String, INDArray> feed, int batch, int length, SplittableRandom random) {
        for (String part : hiddenParts(config))
            put(feed, part, config.hiddenDropout(), random, batch * length, config.hidden());
        for (int layer = 0; layer < config.layers(); layer++)
            put(
                    feed,
                    "encoder.layer." + layer + ".attention.self",
                    config.attentionDropout(),
                    random,
                    batch,
                    config.heads(),
                    length,
                    length);
    }

    private void put(Map<String, INDArray> feed, String part, double rate, SplittableRandom random, long... shape) {
        String name = BertGraph.dropoutMask(part);
        feed.put(name, masks.draw(name, rate, random, shape));
    }

    private static List<String> hiddenParts(BertConfig config) {
        List<String> parts = new ArrayList<>(List.of("embeddings"));
        for (int layer = 0; layer < config.layers(); layer++) {
            parts.add("encoder.layer." + layer + ".attention.output");
            parts.add("encoder.layer." + layer + ".output");
        }
        return parts;
    }
}
