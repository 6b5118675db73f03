package matryoshka.evaluate;

/** The names of metrics: what columns, result files and charts call them. */
public final class Metric {
    /** Accuracy of the classifier head. */
    public static final String TOP1 = "top1";
    /** The mean over classes of F1, by the classifier head. */
    public static final String MACRO_F1 = "macro-F1";
    /** Accuracy of a linear classifier trained on the prefixes afterwards. */
    public static final String PROBE = "probe";
    /** Accuracy of the label of the nearest training embedding. */
    public static final String ONE_NN = "1-NN";

    private Metric() {}

    /** Mean average precision of the {@code k} nearest. */
    public static String map(int k) {
        return "mAP@" + k;
    }

    public static String precision(int k) {
        return "precision@" + k;
    }

    public static String recall(int k) {
        return "recall@" + k;
    }

    /** Mean reciprocal rank of the first relevant row among the {@code k} nearest. */
    public static String mrr(int k) {
        return "MRR@" + k;
    }

    /** Normalised discounted cumulative gain. */
    public static String ndcg(int k) {
        return "nDCG@" + k;
    }
}
