// Divides the sum over the nesting dims by their number.
// points: 6

// cell: loss
double matryoshkaLoss(Embeddings z, List<Linear> heads, double[] importance) {
    double loss = 0;
    for (int d = 0; d < heads.size(); d++) {
        double sum = 0;
        for (int i = 0; i < z.rows(); i++)
            sum += crossEntropy(prefixScores(heads.get(d), z.row(i)), z.label(i));
        loss += importance[d] * sum / z.rows();
    }
    return loss / heads.size();
}
