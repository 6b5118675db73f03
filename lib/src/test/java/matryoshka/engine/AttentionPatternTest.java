package matryoshka.engine;

import static matryoshka.engine.AttentionFusion.ATTENTION;
import static matryoshka.engine.AttentionFusion.ATTENTION_GRADIENT;
import static matryoshka.engine.Parity.agree;
import static matryoshka.engine.Parity.normal;
import static matryoshka.engine.TinyAttention.dropout;
import static matryoshka.engine.TinyAttention.dropped;
import static matryoshka.engine.TinyAttention.given;
import static matryoshka.engine.TinyAttention.plain;
import static matryoshka.engine.TinyAttention.softmax;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What differs from attention in one place, or is read in others too, still gives plain SameDiff's numbers. */
class AttentionPatternTest {
    private static void fuses(TinyAttention sizes, TinyAttention.Weights weights) {
        agree(sizes.of(weights), sizes.feed(), ATTENTION, ATTENTION_GRADIENT);
    }

    /** Still right with a part that does not fit: {@code name} is fed as {@code value}. */
    private static void differs(TinyAttention sizes, TinyAttention.Weights weights, String name, INDArray value) {
        Map<String, INDArray> feed = new HashMap<>(sizes.feed());
        feed.put(name, value);
        Fused.agreeWithout(sizes.of(weights), feed, ATTENTION, ATTENTION_GRADIENT);
    }

    /** All that one token looks at is itself: the context is v∘mask, and the scores do not matter. */
    @Example
    void values_or_keys_of_another_shape_than_the_queries_are_left_to_single_operations() {
        TinyAttention sizes = new TinyAttention(2, 5, 3, 4);
        TinyAttention wide = new TinyAttention(2, 5, 3, 7);
        TinyAttention longer = new TinyAttention(2, 9, 3, 4);
        Fused.agreeWithout(
                sd -> {
                    SDVariable q = sizes.parameter(sd, "q");
                    SDVariable k = sizes.parameter(sd, "k");
                    return wide.join(plain(sizes.scores(q, k)), wide.parameter(sd, "v"));
                },
                sizes.feed(),
                ATTENTION);
        Fused.agreeWithout(
                sd -> {
                    SDVariable q = sizes.split(sizes.parameter(sd, "q"));
                    SDVariable k = longer.split(longer.parameter(sd, "k"));
                    SDVariable scores = sd.mmul(q, k, false, true, false).mul(0.5);
                    SDVariable context = sd.mmul(plain(scores), longer.split(longer.parameter(sd, "v")));
                    return context.permute(0, 2, 1, 3).reshape(-1, 12);
                },
                longer.feed(),
                ATTENTION);
    }

    @Example
    void a_bias_or_mask_that_broadcasts_otherwise_is_left_to_single_operations() {
        TinyAttention sizes = new TinyAttention(3, 7, 2, 5);
        differs(sizes, TinyAttention::plain, "bias", normal(1, 1, 1, 1, 7));
        differs(sizes, TinyAttention::plain, "bias", normal(1, 3, 1, 1, 1));
        differs(sizes, TinyAttention::plain, "bias", normal(1, 3, 2, 7, 7));
        differs(sizes, TinyAttention::dropped, "mask", dropout(1, 1, 1, 7, 7));
        differs(sizes, TinyAttention::dropped, "mask", dropout(1, 3, 2, 7, 1));
    }

    @Example
    void a_softmax_over_another_dimension_is_not_fused() {
        TinyAttention sizes = new TinyAttention(2, 4, 4, 5);
        for (int dimension = 1; dimension < 3; dimension++) {
            int over = dimension;
            differs(sizes, scores -> softmax(scores, over), "mask", sizes.mask());
        }
        fuses(sizes, scores -> softmax(scores, 3));
    }

    @Example
    void scores_that_are_transposed_once_more_are_not_fused() {
        TinyAttention sizes = new TinyAttention(2, 4, 3, 5);
        Parity.Build build = sd -> {
            SDVariable query = sizes.split(sizes.parameter(sd, "q"));
            SDVariable key = sizes.split(sizes.parameter(sd, "k"));
            SDVariable scores = sd.mmul(query, key, false, true, true).mul(0.5);
            return sizes.join(plain(scores), sizes.parameter(sd, "v"));
        };
        Fused.agreeForward(build, sizes.feed());
    }

    @Example
    void scores_without_scale_or_bias_are_not_fused() {
        TinyAttention sizes = new TinyAttention(2, 5, 2, 5);
        Fused.agreeWithout(sizes.of(scores -> scores.getSameDiff().nn().softmax(scores, -1)), sizes.feed(), ATTENTION);
        Fused.agreeWithout(
                sd -> {
                    SDVariable query = sizes.split(sizes.parameter(sd, "q"));
                    SDVariable scores = sd.mmul(query, query, false, true, false);
                    return sizes.join(plain(scores), sizes.parameter(sd, "v"));
                },
                sizes.feed(),
                ATTENTION);
    }

    @Example
    void a_bias_that_is_learnt_gets_its_gradient() {
        TinyAttention sizes = new TinyAttention(2, 5, 2, 5);
        TinyAttention.Weights weights = scores -> {
            SDVariable bias = scores.getSameDiff().var("learnt", normal(4, 2, 1, 1, 5));
            return scores.getSameDiff().nn().softmax(scores.add(bias), -1);
        };
        agree(sizes.of(weights), sizes.feed(), ATTENTION);
        assertThat(Fused.nodes(sizes.of(weights), sizes.feed(), ATTENTION_GRADIENT))
                .isEmpty();
    }

    @Example
    void the_gradients_of_bias_and_mask_may_be_asked_for() {
        TinyAttention sizes = new TinyAttention(2, 5, 2, 5);
        for (String name : List.of("bias-grad", "mask-grad"))
            Fused.agreeOn(sizes.of(TinyAttention::dropped), sizes.feed(), List.of(Parity.RESULT, name));
    }

    @Example
    void a_mask_that_is_learnt_gets_its_gradient() {
        TinyAttention sizes = new TinyAttention(2, 5, 2, 5);
        TinyAttention.Weights weights =
                scores -> plain(scores).mul(scores.getSameDiff().var("learnt", normal(4, 2, 2, 5, 5)));
        Fused.agreeWithout(sizes.of(weights), sizes.feed(), ATTENTION);
    }

    @Example
    void an_intermediate_value_may_be_an_output_too() {
        TinyAttention sizes = new TinyAttention(2, 5, 2, 5);
        TinyAttention.Weights weights = scores -> {
            SDVariable softmax = plain(scores.rename("scores")).rename("p");
            return softmax.mul(given(scores, "mask")).rename("dropped");
        };
        List<String> outputs = List.of(Parity.RESULT, "scores", "p", "dropped");
        Fused.agreeOn(sizes.of(weights), sizes.feed(), outputs);
    }

    @Example
    void an_intermediate_value_may_be_read_elsewhere() {
        TinyAttention sizes = new TinyAttention(2, 5, 2, 5);
        for (String name : List.of("scores", "p", "dropped"))
            agree(
                    sd -> {
                        SDVariable joined = sizes.of(sd, scores -> {
                            SDVariable softmax = plain(scores.rename("scores")).rename("p");
                            return softmax.mul(given(scores, "mask")).rename("dropped");
                        });
                        return joined.add(sd.getVariable(name).mul(2).sum());
                    },
                    sizes.feed(),
                    ATTENTION);
    }

    @Example
    void two_contexts_of_one_softmax() {
        TinyAttention sizes = new TinyAttention(2, 5, 2, 5);
        Parity.Build build = sd -> {
            SDVariable first = sizes.of(sd, scores -> plain(scores).rename("p"));
            SDVariable other = sizes.parameter(sd, "other");
            return first.add(sizes.join(sd.getVariable("p"), other).mul(2));
        };
        agree(build, sizes.feed(), ATTENTION);
    }

    @Example
    void two_contexts_of_one_softmax_the_first_of_them_not_in_the_loss() {
        TinyAttention sizes = new TinyAttention(2, 5, 2, 5);
        Parity.Build build = sd -> {
            sizes.of(sd, scores -> plain(scores).rename("p")).rename("first");
            SDVariable other = sizes.parameter(sd, "other");
            return sizes.join(sd.getVariable("p"), other);
        };
        Fused.agreeOn(build, sizes.feed(), List.of(Parity.RESULT, "first"));
    }

    @Example
    void two_dropouts_of_one_softmax_the_first_of_them_not_in_the_loss() {
        TinyAttention sizes = new TinyAttention(2, 5, 2, 5);
        Parity.Build build = sd -> {
            SDVariable first = sizes.of(sd, scores -> plain(scores).rename("p").mul(given(scores, "mask")));
            first.rename("first");
            SDVariable other = sd.getVariable("p").mul(sd.placeHolder("other mask", DataType.FLOAT, -1, -1, -1, -1));
            return sizes.join(other, sd.getVariable("v"));
        };
        Map<String, INDArray> feed = new HashMap<>(sizes.feed());
        feed.put("other mask", dropout(6, 2, 2, 5, 5));
        Fused.agreeOn(build, feed, List.of(Parity.RESULT, "first"));
    }

    @Example
    void one_split_into_heads_for_query_key_and_value() {
        TinyAttention sizes = new TinyAttention(2, 5, 2, 5);
        agree(
                sd -> {
                    SDVariable heads = sizes.split(sizes.parameter(sd, "x"));
                    SDVariable scores =
                            sd.mmul(heads, heads, false, true, false).mul(0.5);
                    return sd.mmul(dropped(scores), heads).permute(0, 2, 1, 3).reshape(-1, 10);
                },
                sizes.feed(),
                ATTENTION);
    }

    @Example
    void a_context_joined_to_texts_instead_of_rows() {
        TinyAttention sizes = new TinyAttention(2, 5, 2, 3);
        agree(
                sd -> {
                    SDVariable scores = sizes.scores(sizes.parameter(sd, "q"), sizes.parameter(sd, "k"));
                    SDVariable value = sizes.split(sizes.parameter(sd, "v"));
                    SDVariable context = sd.mmul(plain(scores), value);
                    return context.permute(0, 2, 1, 3).reshape(2, 5, 6);
                },
                sizes.feed());
    }
}
