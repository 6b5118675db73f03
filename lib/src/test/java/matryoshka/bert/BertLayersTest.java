package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import matryoshka.encoder.Encoder.Mode;
import matryoshka.encoder.Parameters;
import matryoshka.engine.Engine;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A BERT's layers: which parameters are whose, and the lower ones alone. */
class BertLayersTest {
    private static final List<String> TEXTS = TinyBert.texts(7, 3);

    private static float[] embed(BertEncoder encoder) {
        try (Engine engine = Engine.vectorized(2)) {
            SameDiff graph = Engine.newGraph();
            String z = encoder.build(graph, Mode.INFERENCE).name();
            Map<String, INDArray> feed = encoder.feed(TEXTS, Mode.INFERENCE, null);
            return engine.forward(graph, List.of(z))
                    .run(feed)
                    .outputs()
                    .get(z)
                    .dup('c')
                    .data()
                    .asFloat();
        }
    }

    /** A layer whose two branches give zeros and whose norms are plain hands on what is normed already. */
    @Test
    void the_first_layer_embeds_as_both_where_the_second_hands_on_what_it_gets() {
        BertEncoder both = TinyBert.encoder(1);
        Parameters weights = both.parameters();
        float[] deep = embed(both);
        for (String norm : List.of("0.output.LayerNorm", "1.attention.output.LayerNorm", "1.output.LayerNorm")) {
            weights.get("encoder.layer." + norm + ".weight").assign(1);
            weights.get("encoder.layer." + norm + ".bias").assign(0);
        }
        for (String branch : List.of("1.attention.output.dense", "1.output.dense")) {
            weights.get("encoder.layer." + branch + ".weight").assign(0);
            weights.get("encoder.layer." + branch + ".bias").assign(0);
        }
        BertEncoder first = both.withLayers(1);
        float[] expected = embed(both);
        assertThat(embed(first)).containsExactly(expected, within(1e-5f)).isNotEqualTo(deep);
        assertThat(first.parameters().names()).noneMatch(name -> name.startsWith("encoder.layer.1."));
        assertThat(first.config()).isEqualTo(both.config().withLayers(1));
    }

    @Test
    void kept_layers_share_their_weights() {
        BertEncoder both = TinyBert.encoder(1), first = both.withLayers(1);
        float[] before = embed(first);
        both.parameters().get("encoder.layer.0.output.dense.weight").muli(2);
        assertThat(embed(first)).isNotEqualTo(before);
        first.parameters()
                .forEach((name, array) ->
                        assertThat(array).isSameAs(both.parameters().get(name)));
        assertThat(embed(both.withLayers(2))).isEqualTo(embed(both));
    }

    @Test
    void every_parameter_has_its_layer_from_the_embeddings_at_0() {
        BertEncoder encoder = TinyBert.encoder(1);
        assertThat(encoder.layers()).isEqualTo(2);
        assertThat(encoder.withLayers(1).layers()).isEqualTo(1);
        encoder.parameters()
                .names()
                .forEach(name -> assertThat(encoder.layer(name))
                        .as(name)
                        .isEqualTo(
                                name.startsWith("encoder.layer.0.") ? 1 : name.startsWith("encoder.layer.1.") ? 2 : 0));
        assertThat(encoder.layer("encoder.layer.10.output.dense.bias")).isEqualTo(11);
    }

    @Test
    void no_layers_and_more_than_there_are_are_refused() {
        for (int wrong : new int[] {0, -1, 3})
            assertThatThrownBy(() -> TinyBert.encoder(1).withLayers(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("layers to keep", "1..2", "got " + wrong);
    }
}
