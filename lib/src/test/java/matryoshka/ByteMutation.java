package matryoshka;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;

/** One byte replaced (kind 0), removed (1) or put in (2), at a place given in parts of the whole. */
public record ByteMutation(double at, byte value, int kind) {
    private static final byte[] SYNTAX = "0123456789-.eE{}[]\",: truefalsn\\F16B32".getBytes(StandardCharsets.US_ASCII);

    /** Of binary files: any byte, small ones often. */
    public static Arbitrary<List<ByteMutation>> lists() {
        return lists(Arbitraries.bytes().between((byte) -1, (byte) 16));
    }

    /** Of JSON: any byte, those of its syntax often. */
    public static Arbitrary<List<ByteMutation>> jsonLists() {
        return lists(Arbitraries.integers().between(0, SYNTAX.length - 1).map(i -> SYNTAX[i]));
    }

    private static Arbitrary<List<ByteMutation>> lists(Arbitrary<Byte> likely) {
        return Combinators.combine(
                        Arbitraries.integers()
                                .between(0, 9_999)
                                .withDistribution(RandomDistribution.uniform())
                                .map(part -> part / 1e4),
                        Arbitraries.oneOf(Arbitraries.bytes().withDistribution(RandomDistribution.uniform()), likely),
                        Arbitraries.of(0, 0, 0, 0, 1, 2))
                .as(ByteMutation::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .withoutEdgeCases();
    }

    public static byte[] all(byte[] bytes, List<ByteMutation> mutations) {
        byte[] changed = bytes;
        for (ByteMutation mutation : mutations) changed = mutation.of(changed);
        return changed;
    }

    private byte[] of(byte[] bytes) {
        if (bytes.length == 0) return bytes;
        int place = (int) (at * bytes.length);
        int skip = kind == 2 ? 0 : 1;
        int insert = kind == 1 ? 0 : 1;
        byte[] changed = new byte[bytes.length - skip + insert];
        System.arraycopy(bytes, 0, changed, 0, place);
        if (insert == 1) changed[place] = value;
        System.arraycopy(bytes, place + skip, changed, place + insert, bytes.length - place - skip);
        return changed;
    }
}
