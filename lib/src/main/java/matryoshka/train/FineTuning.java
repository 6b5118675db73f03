package matryoshka.train;

import static matryoshka.train.Ranges.atLeast;

import matryoshka.encoder.Encoder;

/**
 * Which of an encoder's weights learn, and how fast; heads always do.
 *
 * @param lastLayers how many layers learn, counted from the output; {@link #ALL} or more: all of them. With 0 the
 *     encoder is frozen: small dims suffer most then, since nothing moves what matters into them
 * @param embeddings whether the layer below all others, the embeddings, learns too (only if all layers do)
 * @param layerDecay in (0, 1]: the layer d below the last learns at encoderRate·layerDecay^d (Howard and Ruder 2018,
 *     arXiv:1801.06146); the embeddings count as the layer below the first
 */
public record FineTuning(int lastLayers, boolean embeddings, double layerDecay) {
    /** More layers than any encoder has. */
    public static final int ALL = Integer.MAX_VALUE;

    public FineTuning {
        atLeast(0, "the number of last layers to train", lastLayers);
        if (!(layerDecay > 0 && layerDecay <= 1))
            throw new IllegalArgumentException("layer decay must be in (0, 1], got " + layerDecay);
    }

    /** Everything learns at one rate. */
    public static FineTuning all() {
        return new FineTuning(ALL, true, 1);
    }

    /** The last {@code k} layers learn; embeddings and lower layers are frozen. */
    public static FineTuning lastLayers(int k) {
        return new FineTuning(k, false, 1);
    }

    /** The encoder is frozen. */
    public static FineTuning headsOnly() {
        return lastLayers(0);
    }

    public FineTuning withFrozenEmbeddings() {
        return new FineTuning(lastLayers, false, layerDecay);
    }

    public FineTuning withLayerDecay(double layerDecay) {
        return new FineTuning(lastLayers, embeddings, layerDecay);
    }

    /** The share of the encoder's rate at which one of its parameters learns; 0 if it is frozen. */
    double share(Encoder<?> encoder, String parameter) {
        int below = encoder.layers() - encoder.layer(parameter); // 0 for the last layer
        boolean learns = below == encoder.layers() ? embeddings && lastLayers >= below : below < lastLayers;
        return learns ? Math.pow(layerDecay, below) : 0;
    }
}
