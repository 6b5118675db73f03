package matryoshka.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Gradient;

/** Gradients of parameters as arrays of doubles, kept when the next batch comes; rows are spread into their tables. */
record Dense(Map<String, double[]> gradients) {
    static Dense of(Map<String, Gradient> gradients, Parameters parameters) {
        Map<String, double[]> dense = new LinkedHashMap<>();
        gradients.forEach((name, gradient) -> {
            double[] values = gradient.values().dup('c').data().asDouble();
            if (gradient instanceof Gradient.Rows rows) values = spread(rows.ids(), values, parameters, name);
            dense.put(name, values);
        });
        return new Dense(dense);
    }

    private static double[] spread(int[] ids, double[] rows, Parameters parameters, String name) {
        double[] table = new double[(int) parameters.get(name).length()];
        int width = (int) parameters.get(name).size(1);
        for (int i = 0; i < ids.length; i++) System.arraycopy(rows, i * width, table, ids[i] * width, width);
        return table;
    }

    void assertClose(Dense expected, double tolerance) {
        assertThat(gradients).containsOnlyKeys(expected.gradients.keySet());
        expected.gradients.forEach((name, values) -> {
            double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
            assertThat(gradients.get(name)).as(name).containsExactly(values, within(tolerance * Math.max(1, largest)));
        });
    }
}
