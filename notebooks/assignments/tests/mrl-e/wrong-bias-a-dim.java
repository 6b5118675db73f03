// Counts a bias for every nesting dim, where MRL-E has one for all.
// points: 8

// cell: parameters
long parameters(NestingDims dims, int classes, Head head) {
    long biases = (long) dims.size() * classes;
    if (head == Head.MRL_E) return (long) dims.full() * classes + biases;
    return dims.dims().stream().mapToLong(m -> (long) m * classes).sum() + biases;
}
