package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import matryoshka.encoder.Encoder.Mode;
import matryoshka.engine.Engine;
import matryoshka.engine.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

class BertGraphTest {
    private static final List<Engine> ENGINES = List.of(Engine.vectorized(2), Engine.plain());
    private static final double PARITY = 1e-4;
    private static final float SAME = 1e-5f;

    private static BertEncoder miniLm;
    private static List<ReferenceActivations> references;

    static List<Engine> engines() {
        return ENGINES;
    }

    @BeforeAll
    static void load() throws IOException {
        miniLm = BertEncoder.pretrained(Pretrained.MINILM_L6);
        references = ReferenceActivations.read("minilm-activations.json");
    }

    @AfterAll
    static void close() {
        ENGINES.forEach(Engine::close);
    }

    /** z [B][H] of {@code texts} in one batch. */
    private static float[][] embed(Engine engine, BertEncoder encoder, List<String> texts) {
        SameDiff graph = SameDiff.create();
        String z = encoder.build(graph, Mode.INFERENCE).name();
        Program program = engine.forward(graph, List.of(z));
        return program.run(encoder.feed(texts, Mode.INFERENCE, null))
                .outputs()
                .get(z)
                .toFloatMatrix();
    }

    /** The hidden states, B matrices [L, H] one below the other, of the references in one padded batch. */
    private static float[][] hidden(Engine engine) {
        SameDiff graph = SameDiff.create();
        SDVariable hidden = miniLm.buildHidden(graph);
        List<String> texts = references.stream().map(ReferenceActivations::text).toList();
        return engine.forward(graph, List.of(hidden.name()))
                .run(miniLm.feed(texts, Mode.INFERENCE, null))
                .outputs()
                .get(hidden.name())
                .dup('c')
                .reshape(-1, miniLm.dimension())
                .toFloatMatrix();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void the_last_hidden_state_is_that_of_the_reference_for_every_token(Engine engine) {
        assertThat(references).hasSizeGreaterThanOrEqualTo(7);
        float[][] hidden = hidden(engine);
        int length = hidden.length / references.size();
        for (int b = 0; b < references.size(); b++) {
            ReferenceActivations expected = references.get(b);
            assertThat(miniLm.tokenizer().encode(expected.text())).isEqualTo(expected.ids());
            expected.assertHidden(hidden, b * length, PARITY);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void the_embedding_is_the_mean_over_the_tokens_of_the_reference(Engine engine) {
        float[][] z = embed(
                engine,
                miniLm,
                references.stream().map(ReferenceActivations::text).toList());
        for (int b = 0; b < z.length; b++)
            ReferenceActivations.assertClose(references.get(b).mean(), z[b], PARITY, "text " + b);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void padding_does_not_change_a_text(Engine engine) {
        BertEncoder encoder = TinyBert.encoder(1);
        List<String> texts = TinyBert.texts(20, 1);
        float[][] together = embed(engine, encoder, texts);
        for (int i = 0; i < texts.size(); i++)
            assertThat(embed(engine, encoder, List.of(texts.get(i)))[0])
                    .as(texts.get(i))
                    .containsExactly(together[i], within(SAME));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void permuting_the_batch_permutes_the_embeddings(Engine engine) {
        BertEncoder encoder = TinyBert.encoder(2);
        List<String> texts = TinyBert.texts(20, 2);
        float[][] z = embed(engine, encoder, texts);
        float[][] reversed = embed(engine, encoder, texts.reversed());
        for (int i = 0; i < z.length; i++)
            assertThat(reversed[z.length - 1 - i]).containsExactly(z[i], within(SAME));
        assertThat(z[3]).isNotEqualTo(z[4]);
    }

    @Test
    void both_engines_compute_the_same() {
        BertEncoder encoder = TinyBert.encoder(3);
        List<String> texts = TinyBert.texts(20, 3);
        float[][] fast = embed(ENGINES.getFirst(), encoder, texts), plain = embed(ENGINES.getLast(), encoder, texts);
        for (int i = 0; i < texts.size(); i++) assertThat(fast[i]).containsExactly(plain[i], within(SAME));
    }

    @Test
    void a_tokenizer_that_cuts_later_than_the_positions_end_is_refused() {
        assertThatThrownBy(() -> TinyBert.encoder(1).withMaxLength(13))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("13 tokens", "positions for 12", "withMaxLength(12)");
    }

    @Test
    void a_batch_needs_a_text() {
        BertEncoder encoder = TinyBert.encoder(1);
        assertThatThrownBy(() -> encoder.feed(List.of(), Mode.INFERENCE, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one text");
    }
}
