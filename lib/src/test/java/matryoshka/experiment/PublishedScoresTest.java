package matryoshka.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.stream.Stream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.bert.BertEncoder;
import matryoshka.bert.Pretrained;
import matryoshka.data.Datasets;
import matryoshka.data.GradedPairs;
import matryoshka.model.CoSent;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Encoders as they were published, on the whole test part of the STS Benchmark. */
@Tag("slow")
class PublishedScoresTest {
    private static GradedPairs test;

    @BeforeAll
    static void fetch() {
        Datasets.fetch("sts-b");
        test = Datasets.stsBenchmark().test();
    }

    /** Published by the massive text embedding benchmark (arXiv:2210.07316) as its STSBenchmark, cosine Spearman. */
    @ParameterizedTest
    @CsvSource({"MINILM_L6, 0.8203", "BGE_SMALL, 0.8586"})
    void spearmans_correlation_is_the_published_one(Pretrained encoder, double published) throws IOException {
        int full = encoder.dimension();
        MatryoshkaModel<String> model = MatryoshkaModel.create(
                BertEncoder.pretrained(encoder), MatryoshkaConfig.embedding(NestingDims.of(full)));
        Embeddings z = model.embed(Stream.concat(test.pairs().firsts().stream(), test.pairs().seconds().stream())
                .toList());
        assertThat(test.size()).isEqualTo(1_379);
        assertThat(new CoSent().score(test, z, model, full)).isCloseTo(published, within(0.001));
    }
}
