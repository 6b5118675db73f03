// Right, in other words than the model solution: one walk down the dims gathers what every row is owed.
// points: 10

// cell: scores
float[] scores(float[] weight, float[] bias, float[] z, int m) {
    int classes = bias.length;
    float[] scores = new float[classes];
    for (int c = 0; c < classes; c++) {
        float sum = bias[c];
        for (int j = 0; j < m; j++) sum += weight[j * classes + c] * z[j];
        scores[c] = sum;
    }
    return scores;
}

// cell: parameters
long parameters(NestingDims dims, int classes, Head head) {
    return switch (head) {
        case MRL -> dims.dims().stream().mapToLong(m -> (long) m * classes + classes).sum();
        case MRL_E -> (long) dims.full() * classes + classes;
        default -> throw new IllegalArgumentException("MRL or MRL_E, got " + head);
    };
}

// cell: weight-gradient
double[] owed(float[] weight, float[] bias, float[] z, int label, int m, double importance) {
    double[] error = softmax(scores(weight, bias, z, m));
    error[label] -= 1;
    return Arrays.stream(error).map(x -> importance * x).toArray();
}
double[] weightGradient(
        float[] weight, float[] bias, float[] z, int label, NestingDims dims, double[] importance) {
    double[] gradient = new double[weight.length], sum = new double[bias.length];
    int d = dims.size() - 1;
    for (int j = dims.full() - 1; j >= 0; j--) {
        for (; d >= 0 && dims.dims().get(d) > j; d--) {
            double[] more = owed(weight, bias, z, label, dims.dims().get(d), importance[d]);
            for (int c = 0; c < sum.length; c++) sum[c] += more[c];
        }
        for (int c = 0; c < sum.length; c++) gradient[j * sum.length + c] = z[j] * sum[c];
    }
    return gradient;
}

// cell: bias-gradient
double[] biasGradient(
        float[] weight, float[] bias, float[] z, int label, NestingDims dims, double[] importance) {
    double[] gradient = new double[bias.length];
    for (int d = 0; d < importance.length; d++) {
        double[] more = owed(weight, bias, z, label, dims.dims().get(d), importance[d]);
        for (int c = 0; c < gradient.length; c++) gradient[c] += more[c];
    }
    return gradient;
}
