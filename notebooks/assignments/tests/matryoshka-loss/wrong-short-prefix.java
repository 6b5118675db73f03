// One number too few of every prefix. Heads of zeros do not notice.
// points: 5

// cell: prefix-scores
float[] prefixScores(Linear head, float[] z) {
    float[] scores = head.bias().clone();
    for (int j = 0; j < head.dim() - 1; j++)
        for (int c = 0; c < scores.length; c++) scores[c] += z[j] * head.weight()[j * scores.length + c];
    return scores;
}
