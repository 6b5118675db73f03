// Takes the gradients from the full dim alone, as if the smaller dims did not share the weight and the bias.
// points: 5

// cell: weight-gradient
double[] weightGradient(
        float[] weight, float[] bias, float[] z, int label, NestingDims dims, double[] importance) {
    double[] p = softmax(scores(weight, bias, z, dims.full()));
    double[] gradient = new double[weight.length];
    for (int i = 0; i < gradient.length; i++) {
        int c = i % bias.length;
        gradient[i] = importance[dims.size() - 1] * (p[c] - (c == label ? 1 : 0)) * z[i / bias.length];
    }
    return gradient;
}

// cell: bias-gradient
double[] biasGradient(
        float[] weight, float[] bias, float[] z, int label, NestingDims dims, double[] importance) {
    double[] gradient = softmax(scores(weight, bias, z, dims.full()));
    gradient[label] -= 1;
    for (int c = 0; c < gradient.length; c++) gradient[c] *= importance[dims.size() - 1];
    return gradient;
}
