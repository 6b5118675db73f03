package matryoshka.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;

/** Draws rows by class: a floor for each class, and beyond it seats by Webster's method (highest averages). */
final class StratifiedSample {
    private StratifiedSample() {}

    /** Ascending indices of about {@code n} of the {@code labels}; more only where the floors sum to more. */
    static int[] draw(int[] labels, int classes, int n, long seed) {
        int[] counts = new int[classes];
        for (int label : labels) counts[label]++;
        return draw(labels, quotas(counts, n), seed);
    }

    /** Ascending indices of {@code quotas} [C] rows of each class. */
    static int[] draw(int[] labels, int[] quotas, long seed) {
        List<List<Integer>> members = new ArrayList<>();
        for (int c = 0; c < quotas.length; c++) members.add(new ArrayList<>());
        for (int i = 0; i < labels.length; i++) members.get(labels[i]).add(i);
        Random random = new Random(seed);
        members.forEach(rows -> Collections.shuffle(rows, random));
        return IntStream.range(0, quotas.length)
                .boxed()
                .flatMap(c -> members.get(c).stream().limit(quotas[c]))
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    /** Rows to take of each class: the next always goes to the class of the highest count / (taken + 1/2). */
    static int[] quotas(int[] counts, int n) {
        int[] quotas = Arrays.stream(counts)
                .map(count -> Math.min(count, TextDataset.SAMPLE_FLOOR))
                .toArray();
        PriorityQueue<Claim> claims = new PriorityQueue<>();
        for (int c = 0; c < counts.length; c++)
            if (quotas[c] < counts[c]) claims.add(Claim.of(c, counts[c], quotas[c]));
        int taken = Arrays.stream(quotas).sum();
        for (; taken < n && !claims.isEmpty(); taken++) {
            int c = claims.remove().label();
            if (++quotas[c] < counts[c]) claims.add(Claim.of(c, counts[c], quotas[c]));
        }
        return quotas;
    }

    private record Claim(int label, double average) implements Comparable<Claim> {
        static Claim of(int label, int count, int taken) {
            return new Claim(label, count / (taken + 0.5));
        }

        @Override
        public int compareTo(Claim other) {
            int byAverage = Double.compare(other.average, average);
            return byAverage != 0 ? byAverage : Integer.compare(label, other.label);
        }
    }
}
