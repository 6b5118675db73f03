// Divides AP@k by the number of relevant rows found, as others do, not by k. All or nothing relevant: no difference.
// points: 8

// cell: average-precision
double averagePrecision(boolean[] relevant, int k) {
    int found = 0;
    double sum = 0;
    for (int rank = 1; rank <= k; rank++) if (relevant[rank - 1]) sum += (double) ++found / rank;
    return found == 0 ? 0 : sum / found;
}
