// Scales the whole vector to length 1 and cuts then: prefixes of unit vectors are no unit vectors.
// points: 4

// cell: shortlist
float[] unitPrefix(float[] vector, int dim) {
    double squares = 0;
    for (float x : vector) squares += x * x;
    float[] prefix = new float[dim];
    for (int j = 0; j < dim; j++) prefix[j] = (float) (vector[j] / Math.sqrt(squares));
    return prefix;
}
