package matryoshka.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import matryoshka.NestingDims;
import matryoshka.bert.BertEncoder;
import matryoshka.bert.TinyBert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MatryoshkaConfigTest {
    private static final List<String> CLASSES = List.of("a", "b");
    private static final MatryoshkaConfig CONFIG = MatryoshkaConfig.of(NestingDims.of(2, 4), CLASSES);

    private static void assertRefused(ThrowingCallable code, String... parts) {
        assertThatThrownBy(code).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
    }

    @Test
    void every_dim_counts_the_same_unless_weighted() {
        assertThat(CONFIG.relativeImportance()).containsExactly(1.0, 1.0);
        assertThat(CONFIG.withRelativeImportance(0.5, 2).relativeImportance()).containsExactly(0.5, 2.0);
    }

    @Test
    void a_classifier_needs_two_classes_of_different_names() {
        assertRefused(() -> MatryoshkaConfig.of(NestingDims.of(2), List.of("a")), "at least 2 classes", "[a]");
        assertRefused(() -> MatryoshkaConfig.of(NestingDims.of(2), List.of("a", "b", "a")), "must differ", "[a, b, a]");
    }

    @Test
    void importance_is_one_positive_weight_a_dim() {
        assertRefused(() -> CONFIG.withRelativeImportance(1), "one weight a nesting dim", "2 for 2,4", "[1.0]");
        for (double weight : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
            assertRefused(() -> CONFIG.withRelativeImportance(1, weight), "positive and finite", "" + weight);
    }

    @Test
    void the_kind_of_head_must_fit_the_dims() {
        assertRefused(() -> CONFIG.withHead(Head.FIXED_FEATURE), "trained at one dim", "2,4", "such as 4");
        assertRefused(() -> CONFIG.withHead(null), "choose one of [MRL, MRL_E, FIXED_FEATURE, NONE]");
        assertThat(MatryoshkaConfig.fixedFeature(3, CLASSES).dims()).isEqualTo(NestingDims.of(3));
    }

    @Test
    void a_model_without_a_classifier_has_dims_and_no_classes() {
        MatryoshkaConfig embedding = MatryoshkaConfig.embedding(NestingDims.of(2, 4));
        assertThat(embedding.classes()).isEmpty();
        assertThat(embedding.head()).isEqualTo(Head.NONE);
        assertThat(embedding.relativeImportance()).containsExactly(1.0, 1.0);
        assertThat(HeadParameters.initial(embedding).names()).isEmpty();
        assertRefused(() -> CONFIG.withHead(Head.NONE), "has no classes", "[a, b]", "another kind of head");
        assertRefused(() -> embedding.withHead(Head.MRL), "at least 2 classes", "[]");
    }

    @Test
    void the_dims_must_fit_the_encoder() {
        BertEncoder encoder = TinyBert.encoder(1);
        assertRefused(() -> MatryoshkaModel.create(encoder, CONFIG), "full dimension 16 must be among", "2,4");
        assertRefused(
                () -> MatryoshkaModel.create(encoder, MatryoshkaConfig.of(NestingDims.of(2, 17), CLASSES)),
                "2,17",
                "beyond the encoder's 16");
        assertRefused(
                () -> MatryoshkaModel.create(encoder, MatryoshkaConfig.fixedFeature(17, CLASSES)),
                "must be 16 or less");
        assertRefused(
                () -> MatryoshkaModel.create(encoder, MatryoshkaConfig.embedding(NestingDims.of(2, 4))),
                "full dimension 16 must be among",
                "2,4");
        MatryoshkaModel<String> oneDim = MatryoshkaModel.create(encoder, MatryoshkaConfig.embedding(NestingDims.of(4)));
        assertThat(oneDim.evaluationDims()).isEqualTo(NestingDims.of(4));
    }
}
