package matryoshka.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import matryoshka.NestingDims;
import matryoshka.bert.BertEncoder;
import matryoshka.bert.Pretrained;
import matryoshka.engine.Engine;
import matryoshka.evaluate.Baselines;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;

/** The names of the methods studies compare. */
final class Method {
    /** Heads, or losses, at all nesting dims. */
    static final String MRL = "MRL";
    /** The same with one classifier whose rows serve every dim. */
    static final String MRL_E = "MRL-E";
    /** Trained at the full dim alone, then truncated. */
    static final String PLAIN = Baselines.PLAIN;
    /** Not trained at all. */
    static final String OFF_THE_SHELF = "off-the-shelf";

    static final String FIXED_FEATURE = "FF-";

    /** The nesting dims of the studies on MiniLM-L6. */
    static final NestingDims DIMS = NestingDims.doubling(8, 384);

    private Method() {}

    /** A model on MiniLM-L6, its weights read anew. */
    static MatryoshkaModel<String> miniLm(MatryoshkaConfig config, Engine engine) throws IOException {
        return MatryoshkaModel.create(BertEncoder.pretrained(Pretrained.MINILM_L6), config, engine);
    }

    /** Trained at {@code dim} alone. */
    static String fixedFeature(int dim) {
        return FIXED_FEATURE + dim;
    }

    /** A fixed-feature method for every dim but the full one, which is {@link #PLAIN}; the smallest first. */
    static List<String> fixedFeatures(NestingDims dims) {
        List<String> methods = new ArrayList<>();
        for (int dim : dims.dims()) if (dim < dims.full()) methods.add(fixedFeature(dim));
        return methods;
    }

    /** The dims a method trains at. */
    static NestingDims trainedDims(String method, NestingDims all) {
        if (method.equals(PLAIN)) return NestingDims.of(all.full());
        return method.startsWith(FIXED_FEATURE)
                ? NestingDims.of(Integer.parseInt(method.substring(FIXED_FEATURE.length())))
                : all;
    }

    /** Embeddings learned at {@code trained} dims; of several, with that relative importance. */
    static MatryoshkaConfig embedding(NestingDims trained, double[] importance) {
        MatryoshkaConfig config = MatryoshkaConfig.embedding(trained);
        return trained.size() == 1 ? config : config.withRelativeImportance(importance);
    }
}
