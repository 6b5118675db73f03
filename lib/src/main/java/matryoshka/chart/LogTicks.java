package matryoshka.chart;

import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Round numbers for a logarithmic axis: every digit of a power of ten; over more of them 1, 2 and 5, or 1 alone. */
final class LogTicks {
    private static final double FEW_POWERS = 0.7, MANY_POWERS = 3;

    private LogTicks() {}

    /** From the last round number not above {@code least} to the first not below {@code most}. */
    static SortedMap<Double, String> around(double least, double most) {
        int[] digits = digits(Math.log10(most / least));
        TreeMap<Double, String> ticks = new TreeMap<>();
        int to = (int) Math.floor(Math.log10(most)) + 1;
        for (int power = (int) Math.floor(Math.log10(least)); power <= to; power++)
            for (int digit : digits) {
                BigDecimal tick = BigDecimal.valueOf(digit).scaleByPowerOfTen(power);
                ticks.put(tick.doubleValue(), tick.toPlainString());
            }
        return ticks.subMap(ticks.floorKey(least), true, ticks.ceilingKey(most), true);
    }

    private static int[] digits(double powers) {
        if (powers > MANY_POWERS) return new int[] {1};
        return powers > FEW_POWERS
                ? new int[] {1, 2, 5}
                : IntStream.rangeClosed(1, 9).toArray();
    }
}
