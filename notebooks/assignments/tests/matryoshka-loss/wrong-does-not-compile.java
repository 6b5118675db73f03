// A missing semicolon: the cell fails, and so does what needs it.
// points: 3

// cell: prefix-scores
float[] prefixScores(Linear head, float[] z) {
    float[] scores = head.bias().clone()
    return scores;
}
