package matryoshka.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import matryoshka.NestingDims;
import matryoshka.bert.TinyBert;
import matryoshka.engine.Engine;
import matryoshka.engine.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Training changes weights in place: programs made before must compute with the weights as they are now. */
class SharedWeightsTest {
    /** One of each kind of heads, and one without. */
    private static Stream<TinyTask<?>> tasks() {
        return Stream.concat(TinyTask.ofClasses().limit(3), TinyTask.ofPairs().limit(1));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void a_program_sees_every_weight_that_changes_after_it_was_made(TinyTask<?> task) {
        for (Engine engine : List.of(Engine.plain(), Engine.vectorized(2))) {
            MatryoshkaModel<String> model = task.model(DataType.FLOAT, engine);
            Map<String, INDArray> feed = task.feed(DataType.FLOAT);
            Program before = program(task, model);
            double untouched = loss(before, feed);
            model.parameters().forEach((name, array) -> {
                array.muli(1.1).addi(0.01);
                assertThat(loss(before, feed)).as(name).isEqualTo(loss(program(task, model), feed));
            });
            assertThat(loss(before, feed)).isNotEqualTo(untouched);
        }
    }

    private static Program program(TinyTask<?> task, MatryoshkaModel<String> model) {
        return model.programs(task.objective(), name -> true).whole();
    }

    private static double loss(Program program, Map<String, INDArray> feed) {
        return program.run(feed).outputs().get(MatryoshkaLoss.TOTAL).getDouble(0);
    }

    @Test
    void the_heads_as_numbers_are_those_of_now() {
        MatryoshkaConfig config =
                MatryoshkaConfig.of(NestingDims.doubling(4, TinyBert.DIMENSION), List.of("a", "b", "c"));
        MatryoshkaModel<String> model = MatryoshkaModel.create(TinyBert.encoder(1), config);
        float[] z = new float[TinyBert.DIMENSION];
        z[0] = 1;
        float before = model.heads().logits(z, 0, 4)[0];
        model.parameters().get("heads.4.weight").muli(2);
        assertThat(model.heads().logits(z, 0, 4)[0]).isEqualTo(2 * before);
    }
}
