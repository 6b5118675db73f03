package matryoshka.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

class MemoryTest {
    @Test
    void the_address_of_a_contiguous_view_is_where_it_starts() {
        INDArray array = Parity.normal(1, 6, 5);
        INDArray rows = array.get(NDArrayIndex.interval(2, 4), NDArrayIndex.all());
        assertThat(Memory.address(rows)).isEqualTo(Memory.address(array) + 4 * 10);
        float[] read = new float[12];
        Memory.read(Memory.address(rows), read, 1, 10);
        assertThat(read).startsWith(0, array.getFloat(2, 0)).endsWith(array.getFloat(3, 4), 0);
    }

    @Test
    void an_array_that_is_not_contiguous_has_no_address() {
        INDArray array = Parity.normal(1, 6, 5);
        assertThatThrownBy(() -> Memory.address(array.getColumn(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contiguous");
        assertThatThrownBy(() -> Memory.address(array.dup('f'))).hasMessageContaining("ordering f");
    }
}
