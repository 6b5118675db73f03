// Leaves the shared bias out of the scores, and with it out of both gradients.
// points: 2

// cell: scores
float[] scores(float[] weight, float[] bias, float[] z, int m) {
    float[] scores = new float[bias.length];
    for (int j = 0; j < m; j++)
        for (int c = 0; c < scores.length; c++) scores[c] += z[j] * weight[j * scores.length + c];
    return scores;
}
