package matryoshka.engine;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adds up the rows of equal id, so that every id stands once, in the order of first appearance. The sums live in a
 * buffer of its own: several tables may share the memory of one gradient.
 */
final class RowSums {
    private int[] slotOfId = new int[0];
    private INDArray buffer;

    /** Of {@code rows} [n, H] and their ids [n]; valid until the next call. */
    Gradient.Rows of(INDArray ids, INDArray rows) {
        int n = Math.toIntExact(ids.length());
        int width = Math.toIntExact(rows.length() / Math.max(1, n));
        int[] idOfRow = ids.reshape(n).toIntVector();
        long from = Memory.address(rows);
        if (buffer == null || buffer.length() < rows.length())
            buffer = Nd4j.createUninitialized(rows.dataType(), rows.length());
        long into = Memory.address(buffer);
        int[] distinct = new int[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            int id = idOfRow[i];
            if (id >= slotOfId.length) slotOfId = Arrays.copyOf(slotOfId, Math.max(id + 1, 2 * slotOfId.length));
            long row = from + 4L * i * width;
            if (slotOfId[id] > 0) {
                RowLoops.accumulate(row, into + 4L * (slotOfId[id] - 1) * width, width);
            } else {
                Memory.copy(row, into + 4L * count * width, width);
                distinct[count++] = id;
                slotOfId[id] = count;
            }
        }
        for (int i = 0; i < count; i++) slotOfId[distinct[i]] = 0;
        long[] shape = {count, width};
        INDArray sums = Nd4j.create(buffer.data(), shape, Nd4j.getStrides(shape, 'c'), 0, 'c', rows.dataType());
        return new Gradient.Rows(Arrays.copyOf(distinct, count), sums);
    }
}
