// Forgets c_m: the tests that students see have all of them 1.
// points: 8

// cell: loss
double matryoshkaLoss(Embeddings z, List<Linear> heads, double[] importance) {
    double loss = 0;
    for (Linear head : heads)
        for (int i = 0; i < z.rows(); i++)
            loss += crossEntropy(prefixScores(head, z.row(i)), z.label(i)) / z.rows();
    return loss;
}
