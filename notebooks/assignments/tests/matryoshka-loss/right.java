// Right, in other words than the model solution: log-sum-exp as a stream, the loop over texts outside.
// points: 10

// cell: cross-entropy
double crossEntropy(float[] scores, int label) {
    double relative = IntStream.range(0, scores.length)
            .mapToDouble(c -> Math.exp((double) scores[c] - scores[label]))
            .sum();
    if (Double.isFinite(relative)) return Math.log(relative);
    double largest = IntStream.range(0, scores.length).mapToDouble(c -> scores[c]).max().getAsDouble();
    return largest - scores[label]
            + Math.log(IntStream.range(0, scores.length).mapToDouble(c -> Math.exp(scores[c] - largest)).sum());
}

// cell: prefix-scores
float[] prefixScores(Linear head, float[] z) {
    float[] scores = new float[head.classes()];
    for (int c = 0; c < scores.length; c++) {
        double sum = head.bias()[c];
        for (int j = 0; j < head.dim(); j++) sum += (double) head.weight()[j * scores.length + c] * z[j];
        scores[c] = (float) sum;
    }
    return scores;
}

// cell: loss
double matryoshkaLoss(Embeddings z, List<Linear> heads, double[] importance) {
    double total = 0;
    for (int i = 0; i < z.rows(); i++) {
        float[] row = z.row(i);
        for (int d = 0; d < importance.length && d < heads.size(); d++)
            total += importance[d] * crossEntropy(prefixScores(heads.get(d), row), z.label(i));
    }
    return total / z.rows();
}
