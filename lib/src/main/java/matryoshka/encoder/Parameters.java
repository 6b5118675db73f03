package matryoshka.encoder;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import matryoshka.engine.Natives;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Named weight tensors in a fixed order, each float32 (float64 where gradients are checked) and contiguous in c order.
 * The arrays are shared, not copied: whoever changes one in place changes the weights.
 */
public final class Parameters {
    static {
        Natives.prepare();
    }

    private static final int NEAREST = 3;
    private static final Set<DataType> TYPES = Set.of(DataType.FLOAT, DataType.DOUBLE);

    private final Map<String, INDArray> tensors;

    private Parameters(Map<String, INDArray> tensors) {
        tensors.forEach(Parameters::check);
        this.tensors = tensors;
    }

    /** The tensors of {@code map} in its order; IllegalArgumentException for one that is no float or not in c order. */
    public static Parameters of(Map<String, INDArray> map) {
        return new Parameters(new LinkedHashMap<>(map));
    }

    private static void check(String name, INDArray array) {
        if (name.isBlank()) throw new IllegalArgumentException("a tensor needs a name, got a blank one");
        if (!TYPES.contains(array.dataType()) || array.ordering() != 'c' || !isPacked(array))
            throw new IllegalArgumentException("tensor " + name + " must be FLOAT, contiguous, in c order, got "
                    + array.dataType() + " in " + array.ordering() + " order with strides "
                    + Arrays.toString(array.stride()) + ": pass castTo(FLOAT).dup('c')");
    }

    /** Whether the numbers follow each other row by row; the stride of a dim of 1 does not matter. */
    private static boolean isPacked(INDArray array) {
        long stride = 1;
        for (int d = array.rank() - 1; d >= 0; d--) {
            if (array.size(d) != 1 && array.stride(d) != stride) return false;
            stride *= array.size(d);
        }
        return true;
    }

    /** The tensor of that name, shared; IllegalArgumentException naming the nearest ones if there is none. */
    public INDArray get(String name) {
        INDArray array = tensors.get(name);
        if (array == null)
            throw new IllegalArgumentException(
                    "no tensor " + name + " among " + tensors.size() + "; the nearest names are " + nearest(name));
        return array;
    }

    private String nearest(String name) {
        return tensors.keySet().stream()
                .sorted(Comparator.comparingInt(other -> -likeness(name, other)))
                .limit(NEAREST)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** Shared characters at the start plus shared characters at the end: dotted paths differ in the middle. */
    private static int likeness(String a, String b) {
        int shortest = Math.min(a.length(), b.length());
        int start = 0;
        while (start < shortest && a.charAt(start) == b.charAt(start)) start++;
        int end = 0;
        while (end < shortest - start && a.charAt(a.length() - 1 - end) == b.charAt(b.length() - 1 - end)) end++;
        return start + end;
    }

    /**
     * The tensor of that name as a variable of {@code graph} that shares its numbers: trained in place, seen at once.
     *
     * @throws IllegalArgumentException for a view of a larger array, of which SameDiff would keep a copy
     */
    public SDVariable variable(SameDiff graph, String name) {
        INDArray array = get(name);
        if (array.isView())
            throw new IllegalArgumentException(
                    "tensor " + name + " is a view, which a graph cannot share: pass dup('c')");
        return graph.var(name, array);
    }

    /** The names in order; read only. */
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    /** How many numbers all tensors hold together. */
    public long count() {
        return tensors.values().stream().mapToLong(INDArray::length).sum();
    }

    public void forEach(BiConsumer<String, INDArray> action) {
        tensors.forEach(action);
    }

    /** These tensors, then {@code other}'s, shared; IllegalArgumentException if a name is in both. */
    public Parameters merged(Parameters other) {
        var all = new LinkedHashMap<>(tensors);
        other.forEach((name, array) -> {
            if (all.putIfAbsent(name, array) != null)
                throw new IllegalArgumentException("tensor " + name + " is in both: give one of them a prefix");
        });
        return new Parameters(all);
    }

    /** A deep copy, such as the last good weights of a training run. */
    public Parameters copy() {
        var copies = new LinkedHashMap<String, INDArray>();
        forEach((name, array) -> copies.put(name, array.dup('c')));
        return new Parameters(copies);
    }

    /**
     * Overwrites every tensor in place with {@code source}'s of the same name.
     *
     * @throws IllegalArgumentException if names or shapes differ; nothing is overwritten then
     */
    public void copyFrom(Parameters source) {
        if (!names().equals(source.names()))
            throw new IllegalArgumentException("parameters differ in their names: only here " + minus(source)
                    + ", only in the source " + source.minus(this));
        forEach((name, array) -> {
            long[] shape = source.get(name).shape();
            if (!Arrays.equals(array.shape(), shape))
                throw new IllegalArgumentException("tensor " + name + " has shape " + Arrays.toString(array.shape())
                        + ", the source has " + Arrays.toString(shape) + ": copy between models of one configuration");
        });
        forEach((name, array) -> array.assign(source.get(name)));
    }

    private Set<String> minus(Parameters other) {
        return tensors.keySet().stream()
                .filter(name -> !other.tensors.containsKey(name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
