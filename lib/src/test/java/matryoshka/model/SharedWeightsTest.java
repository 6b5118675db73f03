package matryoshka.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import matryoshka.NestingDims;
import matryoshka.bert.BertEncoder;
import matryoshka.bert.TinyBert;
import matryoshka.encoder.Encoder;
import matryoshka.engine.Engine;
import matryoshka.engine.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Training changes weights in place: programs made before must compute with the weights as they are now. */
class SharedWeightsTest {
    @ParameterizedTest
    @EnumSource(Head.class)
    void a_program_sees_every_weight_that_changes_after_it_was_made(Head head) {
        for (Engine engine : List.of(Engine.plain(), Engine.vectorized(2))) {
            BertEncoder encoder = TinyBert.encoder(1).withDropout(0, 0);
            MatryoshkaModel<String> model = MatryoshkaModel.create(encoder, config(head), engine);
            Map<String, INDArray> feed = feed(encoder);
            Program before = model.trainingProgram();
            double untouched = loss(before, feed);
            model.parameters().forEach((name, array) -> {
                array.muli(1.1).addi(0.01);
                assertThat(loss(before, feed)).as(name).isEqualTo(loss(model.trainingProgram(), feed));
            });
            assertThat(loss(before, feed)).isNotEqualTo(untouched);
        }
    }

    private static MatryoshkaConfig config(Head head) {
        List<String> classes = List.of("a", "b", "c");
        if (head == Head.FIXED_FEATURE) return MatryoshkaConfig.fixedFeature(TinyBert.DIMENSION, classes);
        return MatryoshkaConfig.of(NestingDims.doubling(4, TinyBert.DIMENSION), classes)
                .withHead(head);
    }

    private static Map<String, INDArray> feed(BertEncoder encoder) {
        List<String> texts = TinyBert.texts(3, 1);
        Map<String, INDArray> feed = new HashMap<>(encoder.feed(texts, Encoder.Mode.TRAINING, new SplittableRandom(1)));
        feed.put(MatryoshkaLoss.LABELS, Nd4j.eye(3).castTo(DataType.FLOAT));
        return feed;
    }

    private static double loss(Program program, Map<String, INDArray> feed) {
        return program.run(feed).outputs().get(MatryoshkaLoss.TOTAL).getDouble(0);
    }

    @Test
    void the_heads_as_numbers_are_those_of_now() {
        MatryoshkaModel<String> model = MatryoshkaModel.create(TinyBert.encoder(1), config(Head.MRL));
        float[] z = new float[TinyBert.DIMENSION];
        z[0] = 1;
        float before = model.heads().logits(z, 0, 4)[0];
        model.parameters().get("heads.4.weight").muli(2);
        assertThat(model.heads().logits(z, 0, 4)[0]).isEqualTo(2 * before);
    }
}
