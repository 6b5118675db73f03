package matryoshka.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class StoredTensorTest {
    private static StoredTensor of24Bytes(long... shape) {
        return new StoredTensor("F32", shape, MemorySegment.ofArray(new byte[24]));
    }

    @Test
    void a_shape_that_does_not_take_just_the_bytes_is_a_fault() {
        assertThat(of24Bytes(2, 3).fault()).isEmpty();
        long[][] faulty = {{2, 4}, {}, {0, 6}, {-2, -3}, {6, 1L << 62, 4}};
        for (long[] shape : faulty)
            assertThat(of24Bytes(shape).fault().orElseThrow()).contains("24 bytes of data");
    }

    @Test
    void what_has_a_fault_cannot_be_read() {
        assertThatThrownBy(() -> of24Bytes(-2, -3).read())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[-2, -3]");
    }
}
