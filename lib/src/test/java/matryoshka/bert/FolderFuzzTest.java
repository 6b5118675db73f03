package matryoshka.bert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import matryoshka.ByteMutation;
import matryoshka.Fuzz;
import matryoshka.FuzzedFile;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The small files of a folder that somebody may have written by hand. */
class FolderFuzzTest {
    private static final String CONFIG = """
        {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute", "hidden_size": 384,
         "num_attention_heads": 12, "num_hidden_layers": 6, "intermediate_size": 1536, "vocab_size": 30522,
         "max_position_embeddings": 512, "type_vocab_size": 2, "layer_norm_eps": 1e-12, "hidden_dropout_prob": 0.1}
        """;
    private static final String POOLING =
            "{\"word_embedding_dimension\": 384, \"pooling_mode_cls_token\": false, \"pooling_mode_mean_tokens\": true}";
    private static final String LENGTH = "{\"max_seq_length\": 256, \"do_lower_case\": false}";

    private static Path folder;
    private static FuzzedFile config;
    private static FuzzedFile pooling;
    private static FuzzedFile length;

    @BeforeContainer
    static void make_the_folder() throws IOException {
        folder = Files.createTempDirectory("fuzz");
        Files.createDirectory(folder.resolve(PoolingFile.PATH).getParent());
        config = new FuzzedFile(folder.resolve(HuggingFaceFolder.CONFIG));
        pooling = new FuzzedFile(folder.resolve(PoolingFile.PATH));
        length = new FuzzedFile(folder.resolve(LengthFile.NAME));
    }

    @AfterContainer
    static void delete_it() throws IOException {
        for (FuzzedFile each : List.of(config, pooling, length)) each.close();
        for (String each : List.of(HuggingFaceFolder.CONFIG, PoolingFile.PATH, LengthFile.NAME, "1_Pooling", "."))
            Files.delete(folder.resolve(each).normalize());
    }

    @Provide
    Arbitrary<List<ByteMutation>> mutations() {
        return ByteMutation.jsonLists();
    }

    private static byte[] mutated(String text, List<ByteMutation> mutations) {
        return ByteMutation.all(text.getBytes(StandardCharsets.UTF_8), mutations);
    }

    @Property(tries = 2_000, seed = "20260107")
    void a_mutated_config_makes_a_bert_of_possible_sizes_or_is_refused(
            @ForAll("mutations") List<ByteMutation> mutations) throws IOException {
        config.write(mutated(CONFIG, mutations));
        Fuzz.readOrRefused(folder.toString(), 1, 30, () -> {
            BertConfig read = BertConfig.read(folder.resolve(HuggingFaceFolder.CONFIG));
            assertThat(BertWeights.count(read, Pooling.POOLER)).isPositive();
        });
    }

    @Property(tries = 1_000, seed = "20260108")
    void a_mutated_pooling_is_one_of_two_or_none_or_refused(@ForAll("mutations") List<ByteMutation> mutations)
            throws IOException {
        pooling.write(mutated(POOLING, mutations));
        Fuzz.readOrRefused(
                folder.toString(),
                1,
                30,
                () -> assertThat(PoolingFile.read(folder).orElseThrow()).isIn(Pooling.CLS, Pooling.MEAN));
    }

    @Property(tries = 1_000, seed = "20260109")
    void a_mutated_length_is_long_enough_or_refused(@ForAll("mutations") List<ByteMutation> mutations)
            throws IOException {
        length.write(mutated(LENGTH, mutations));
        Fuzz.readOrRefused(
                folder.toString(),
                1,
                30,
                () -> assertThat(LengthFile.read(folder).orElse(BertTokenizer.SHORTEST))
                        .isGreaterThanOrEqualTo(BertTokenizer.SHORTEST));
    }
}
