package matryoshka.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Float memory from which plans lay out their tensors: a few large chunks, ever larger, cut first-fit into blocks that
 * return when their last user is done. Plans of different shapes share the chunks, since only one runs at a time.
 */
final class BufferPool {
    private static final int ALIGN = 16; // floats: a cache line
    private static final int CHUNK = 1 << 22; // floats: 16 MB
    private static final int LARGEST = 1 << 28; // floats: 1 GB, unless one tensor needs more

    /** A block of a chunk; free again when {@code users} falls to zero. */
    static final class Block {
        private final int index;
        private final INDArray chunk;
        private final int offset;
        private final int floats;
        private int users;

        private Block(int index, INDArray chunk, int offset, int floats) {
            this.index = index;
            this.chunk = chunk;
            this.offset = offset;
            this.floats = floats;
        }

        long address() {
            return chunk.data().pointer().address() + 4L * offset;
        }

        INDArray array(int... shape) {
            long[] dims = Shapes.toLong(shape);
            return Nd4j.create(chunk.data(), dims, Nd4j.getStrides(dims, 'c'), offset, 'c', DataType.FLOAT);
        }

        void retain() {
            users++;
        }

        boolean inUse() {
            return users > 0;
        }
    }

    private final List<INDArray> chunks = new ArrayList<>();

    /** One plan's view of the pool: which parts of the chunks are free while it lays out its tensors. */
    final class Layout {
        private final List<TreeMap<Integer, Integer>> free = new ArrayList<>(); // a chunk: offset -> floats

        Layout() {
            for (INDArray chunk : chunks) free.add(whole(chunk));
        }

        Block allocate(int floats) {
            int need = Math.toIntExact(Math.max(ALIGN, (floats + ALIGN - 1L) / ALIGN * ALIGN));
            for (int c = 0; c < free.size(); c++)
                for (var gap : free.get(c).entrySet())
                    if (gap.getValue() >= need) return take(c, gap.getKey(), gap.getValue(), need);
            chunks.add(Nd4j.createUninitialized(DataType.FLOAT, Math.max(need, growth())));
            free.add(whole(chunks.getLast()));
            return take(free.size() - 1, 0, (int) chunks.getLast().length(), need);
        }

        private Block take(int chunk, int offset, int floats, int need) {
            free.get(chunk).remove(offset);
            if (floats > need) free.get(chunk).put(offset + need, floats - need);
            return new Block(chunk, chunks.get(chunk), offset, need);
        }

        void release(Block block) {
            if (--block.users > 0) return;
            TreeMap<Integer, Integer> gaps = free.get(block.index);
            int offset = block.offset;
            int floats = block.floats;
            var before = gaps.floorEntry(offset);
            if (before != null && before.getKey() + before.getValue() == offset) {
                offset = before.getKey();
                floats += before.getValue();
            }
            Integer after = gaps.remove(block.offset + block.floats);
            gaps.put(offset, floats + (after == null ? 0 : after));
        }

        private TreeMap<Integer, Integer> whole(INDArray chunk) {
            TreeMap<Integer, Integer> gaps = new TreeMap<>();
            gaps.put(0, (int) chunk.length());
            return gaps;
        }
    }

    /** The memory held, in bytes; what no plan has reached yet, the system has not given. */
    long bytes() {
        return chunks.stream().mapToLong(chunk -> 4L * chunk.length()).sum();
    }

    /** Floats of the next chunk: half of all so far, so that longer texts find room beside what shorter ones left. */
    private int growth() {
        return (int) Math.clamp(bytes() / 4 / 2, CHUNK, LARGEST);
    }
}
