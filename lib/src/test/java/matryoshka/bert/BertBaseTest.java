package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import matryoshka.encoder.StoredTensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@Tag("slow")
class BertBaseTest {
    private static final double PARITY = 2e-4;
    private static final int MASK = 103;

    private static BertBase bert;

    @BeforeAll
    static void load() throws IOException {
        bert = BertBase.load();
    }

    @AfterAll
    static void close() {
        if (bert != null) bert.close();
        bert = null;
    }

    @Test
    void the_saved_model_has_the_sizes_of_bert_base() {
        assertThat(bert.encoder.config()).isEqualTo(new BertConfig(12, 768, 12, 3072, 30522, 512, 2, 1e-12, 0.1, 0.1));
        assertThat(bert.encoder.parameters().count()).isEqualTo(109_482_240);
    }

    @Test
    void hidden_state_and_pooler_are_those_of_the_reference() throws IOException {
        List<ReferenceActivations> references = ReferenceActivations.read("bert-base-activations.json");
        assertThat(references).hasSize(6);
        BertBase.Output output =
                bert.run(references.stream().map(ReferenceActivations::text).toList());
        for (int b = 0; b < references.size(); b++) {
            ReferenceActivations expected = references.get(b);
            assertThat(bert.encoder.tokenizer().encode(expected.text())).isEqualTo(expected.ids());
            expected.assertHidden(output.hidden(), b * output.length(), PARITY);
            ReferenceActivations.assertClose(expected.pooler(), output.pooler()[b], PARITY, expected.text());
        }
    }

    @Test
    void the_masked_word_is_paris() throws IOException {
        Map.Entry<String, Double> word = mostLikely("the capital of france is [MASK] .");
        assertThat(word.getKey()).isEqualTo("paris");
        assertThat(word.getValue()).isCloseTo(0.417, within(0.001));
    }

    /** The word that the head of pre-training puts for [MASK], and its probability. */
    private static Map.Entry<String, Double> mostLikely(String text) throws IOException {
        int[] ids = bert.encoder.tokenizer().encode(text);
        int masked = 0;
        while (ids[masked] != MASK) masked++;
        INDArray state = Nd4j.createFromArray(bert.run(List.of(text)).hidden()[masked]); // [H]
        double[] logits = logits(state).toDoubleVector();
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int word = 0; word < logits.length; word++) if (logits[word] > most) most = logits[best = word];
        double sum = 0;
        for (double logit : logits) sum += Math.exp(logit - most);
        List<String> words =
                WordPieceVocabulary.read(BertBase.folder().resolve("assets")).pieces();
        return Map.entry(words.get(best), 1 / sum);
    }

    /** A dense layer, GELU, layer norm, the word table once more, a bias a word: [H] → [V]. */
    private static INDArray logits(INDArray state) throws IOException {
        String head = "module/cls/predictions/";
        try (Arena arena = Arena.ofConfined()) {
            Map<String, StoredTensor> stored = TensorFlowBundle.map(
                    BertBase.folder().resolve(TensorFlowWeights.SAVED_MODEL), name -> name.startsWith(head), arena);
            INDArray kernel = stored.get(head + "transform/dense/kernel").read(); // [in, out]
            INDArray x = state.reshape(1, -1).mmul(kernel); // [1, H]
            x.addiRowVector(stored.get(head + "transform/dense/bias").read());
            INDArray gelu =
                    x.mul(0.5).mul(Nd4j.math().erf(x.mul(Math.sqrt(0.5))).add(1));
            INDArray centred = gelu.sub(gelu.meanNumber());
            INDArray normed =
                    centred.div(Math.sqrt(centred.mul(centred).meanNumber().doubleValue() + 1e-12));
            normed.muliRowVector(stored.get(head + "transform/LayerNorm/gamma").read());
            normed.addiRowVector(stored.get(head + "transform/LayerNorm/beta").read());
            INDArray table = bert.encoder.parameters().get("embeddings.word_embeddings.weight"); // [V, H]
            return table.mmul(normed.transpose())
                    .reshape(-1)
                    .addi(stored.get(head + "output_bias").read());
        }
    }
}
