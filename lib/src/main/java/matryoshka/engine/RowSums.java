package matryoshka.engine;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adds up rows of equal id, so that every id stands once, in the order of first appearance. The sums live in a buffer
 * of its own: several tables may share the memory of one gradient.
 */
final class RowSums {
    private int[] slotOfId = new int[0]; // from 1; 0: not seen yet
    private int[] distinct = new int[0];
    private int count;
    private int width;
    private INDArray buffer;

    /** Of {@code rows} [n, H] and their ids [n]; valid until the next call. */
    Gradient.Rows of(INDArray ids, INDArray rows) {
        clear();
        add(ids.reshape(ids.length()).toIntVector(), rows);
        return total();
    }

    void clear() {
        for (int i = 0; i < count; i++) slotOfId[distinct[i]] = 0;
        count = 0;
    }

    /** Adds {@code rows} [n, H] of the ids [n]. */
    void add(int[] ids, INDArray rows) {
        width = Math.toIntExact(rows.size(rows.rank() - 1));
        reserve(count + ids.length, rows.dataType());
        long from = Memory.address(rows);
        long into = Memory.address(buffer);
        for (int i = 0; i < ids.length; i++) {
            int id = ids[i];
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
    }

    private void reserve(int rows, DataType type) {
        if (distinct.length < rows) distinct = Arrays.copyOf(distinct, rows);
        long floats = (long) rows * width;
        if (buffer != null && buffer.length() >= floats) return;
        INDArray larger = Nd4j.createUninitialized(type, 3 * floats / 2);
        if (count > 0) Memory.copy(Memory.address(buffer), Memory.address(larger), count * width);
        buffer = larger;
    }

    /** The sums so far [distinct ids, H]; valid until the next {@link #clear}. */
    Gradient.Rows total() {
        long[] shape = {count, width};
        INDArray sums = Nd4j.create(buffer.data(), shape, Nd4j.getStrides(shape, 'c'), 0, 'c', buffer.dataType());
        return new Gradient.Rows(Arrays.copyOf(distinct, count), sums);
    }
}
