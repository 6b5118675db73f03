package matryoshka.engine;

import static matryoshka.engine.AttentionFusion.ATTENTION;
import static matryoshka.engine.AttentionFusion.ATTENTION_GRADIENT;
import static matryoshka.engine.Parity.agree;
import static matryoshka.engine.Parity.close;
import static matryoshka.engine.Parity.normal;
import static matryoshka.engine.TinyAttention.dropped;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Attention in one operation, forward and backward, against SameDiff's own operations. */
class AttentionFusionTest {
    private static void fuses(TinyAttention sizes, TinyAttention.Weights weights) {
        agree(sizes.of(weights), sizes.feed(), ATTENTION, ATTENTION_GRADIENT);
    }

    @Property(tries = 20, seed = "1")
    void attention_of_any_shape(
            @ForAll @IntRange(min = 1, max = 3) int texts,
            @ForAll @IntRange(min = 2, max = 37) int length,
            @ForAll @IntRange(min = 1, max = 4) int heads,
            @ForAll @IntRange(min = 1, max = 33) int width,
            @ForAll boolean mask) {
        fuses(new TinyAttention(texts, length, heads, width), mask ? TinyAttention::dropped : TinyAttention::plain);
    }

    @Example
    void texts_longer_than_several_vectors() {
        fuses(new TinyAttention(2, 71, 2, 9), TinyAttention::dropped);
        fuses(new TinyAttention(1, 130, 1, 5), TinyAttention::plain);
    }

    /** The context is v∘mask, whatever the scores: no need of plain SameDiff, which may fail on such texts. */
    @Property(tries = 15, seed = "1")
    void texts_of_one_token_see_themselves(
            @ForAll @IntRange(min = 1, max = 3) int texts,
            @ForAll @IntRange(min = 1, max = 3) int heads,
            @ForAll @IntRange(min = 1, max = 33) int width,
            @ForAll boolean mask) {
        TinyAttention sizes = new TinyAttention(texts, 1, heads, width);
        Parity.Build build = sizes.of(mask ? TinyAttention::dropped : TinyAttention::plain);
        Program.Step step = Parity.run(Parity.VECTORIZED, build, sizes.feed());
        INDArray factors = mask ? sizes.mask() : Nd4j.ones(DataType.FLOAT, texts, heads, 1, 1);
        INDArray byNumber = Nd4j.zeros(DataType.FLOAT, texts, heads * width);
        for (int b = 0; b < texts; b++)
            for (int i = 0; i < heads * width; i++) byNumber.putScalar(b, i, factors.getFloat(b, i / width, 0, 0));
        INDArray v = normal("v".hashCode(), texts, heads * width);
        close("context", v.mul(byNumber), step.outputs().get(Parity.RESULT));
        INDArray g = normal(77, texts, heads * width);
        close("dv", g.mul(byNumber), step.gradients().get("v").values());
        for (String name : List.of("q", "k"))
            close(name, Nd4j.zerosLike(v), step.gradients().get(name).values());
        assertThat(Parity.operationsWithKernels(build, sizes.feed())).contains(ATTENTION, ATTENTION_GRADIENT);
    }

    @Property(tries = 8, seed = "1")
    void one_value_as_query_key_and_value(
            @ForAll @IntRange(min = 2, max = 19) int length, @ForAll @IntRange(min = 1, max = 3) int heads) {
        TinyAttention sizes = new TinyAttention(2, length, heads, 5);
        agree(
                sd -> {
                    SDVariable x = sizes.parameter(sd, "x").mul(2);
                    return sizes.join(dropped(sizes.scores(x, x)), x);
                },
                sizes.feed(),
                ATTENTION,
                ATTENTION_GRADIENT);
    }

    @Property(tries = 6, seed = "1")
    void two_attentions_one_after_the_other(@ForAll @IntRange(min = 2, max = 19) int length) {
        TinyAttention sizes = new TinyAttention(2, length, 2, 5);
        Parity.Build twice = sd -> {
            SDVariable x = sizes.of(sd, TinyAttention::plain);
            return sizes.join(
                    sd.nn().softmax(sizes.scores(x, sd.getVariable("k")).add(sd.getVariable("bias")), -1), x);
        };
        agree(twice, sizes.feed(), ATTENTION, ATTENTION_GRADIENT);
        assertThat(Fused.nodes(twice, sizes.feed(), ATTENTION)).hasSize(2);
        assertThat(Fused.nodes(twice, sizes.feed(), ATTENTION_GRADIENT)).hasSize(2);
    }

    @Example
    void forward_alone_keeps_no_softmax_and_gives_the_same() {
        TinyAttention sizes = new TinyAttention(3, 7, 2, 5);
        Parity.Build build = sizes.of(TinyAttention::dropped);
        Fused.agreeForward(build, sizes.feed());
        Node fused = Graph.of(Parity.graph(build, sizes.feed()), List.of(Parity.RESULT))
                .fused()
                .getFirst();
        assertThat(fused.name()).isEqualTo(ATTENTION);
        assertThat(fused.needs(1)).isFalse();
    }

    @Property(tries = 4, seed = "1")
    void any_number_of_threads(@ForAll @IntRange(min = 1, max = 5) int threads, @ForAll boolean mask) {
        try (Engine engine = Engine.vectorized(threads)) {
            for (TinyAttention sizes : List.of(
                    new TinyAttention(1, 7, 1, 5), new TinyAttention(1, 7, 3, 5), new TinyAttention(3, 7, 3, 5))) {
                TinyAttention.Weights weights = mask ? TinyAttention::dropped : TinyAttention::plain;
                agree(
                        Parity.run(Parity.PLAIN, sizes.of(weights), sizes.feed()),
                        Parity.run(engine, sizes.of(weights), sizes.feed()));
            }
        }
    }

    @Example
    void what_the_memory_held_before_does_not_matter() {
        TinyAttention sizes = new TinyAttention(2, 7, 3, 5);
        Program.Step expected = Parity.run(Parity.PLAIN, sizes.of(TinyAttention::dropped), sizes.feed());
        try (Engine engine = Engine.vectorized(2)) {
            SameDiff graph = SameDiff.create();
            graph.placeHolder("numbers", DataType.FLOAT, -1).mul(Float.NaN).rename("nan");
            INDArray numbers = Nd4j.ones(DataType.FLOAT, 200_000);
            numbers.assign(Float.NaN);
            engine.forward(graph, List.of("nan")).run(Map.of("numbers", numbers));
            agree(expected, Parity.run(engine, sizes.of(TinyAttention::dropped), sizes.feed()));
        }
    }

    @Example
    void gradients_are_those_in_double_and_central_differences() {
        TinyAttention sizes = new TinyAttention(2, 3, 2, 3);
        for (TinyAttention.Weights weights :
                List.<TinyAttention.Weights>of(TinyAttention::plain, TinyAttention::dropped))
            Fused.agreeInDouble((sd, type) -> sizes.of(sd, type, weights), sizes.feed(), ATTENTION, ATTENTION_GRADIENT);
    }
}
