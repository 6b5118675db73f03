package matryoshka.bert;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the original BERT's variables are called, such as {@code bert/encoder/layer_0/attention/self/query/kernel}, and
 * what Hugging Face calls them.
 */
final class TensorFlowNames {
    private static final String KERNEL = "/kernel";
    private static final Pattern OWN = Pattern.compile("(?:.*/)?bert/" + "((?:embeddings|encoder|pooler)/.*(?:" + KERNEL
            + "|/bias|/gamma|/beta|_embeddings))"); // no optimiser's
    private static final Pattern LAYER = Pattern.compile("layer_(\\d+)");

    private TensorFlowNames() {}

    /** Whether it is a weight of the encoder: no head of pre-training, no state of an optimiser. */
    static boolean isEncoders(String variable) {
        return OWN.matcher(variable).matches();
    }

    /** Whether it is a matrix stored [in, out]. */
    static boolean isKernel(String variable) {
        return variable.endsWith(KERNEL);
    }

    /** Hugging Face's name for a weight of the encoder. */
    static String plain(String variable) {
        Matcher own = OWN.matcher(variable);
        if (!own.matches())
            throw new IllegalArgumentException(variable + " is no weight of a BERT's encoder: ask isEncoders first");
        String name = LAYER.matcher(own.group(1)).replaceAll("layer.$1");
        int end = name.lastIndexOf('/') + 1;
        String last = switch (name.substring(end)) {
            case "kernel", "gamma" -> "weight";
            case "beta" -> "bias";
            case String other when other.endsWith("_embeddings") -> other + ".weight";
            case String other -> other;
        };
        return (name.substring(0, end) + last).replace('/', '.');
    }
}
