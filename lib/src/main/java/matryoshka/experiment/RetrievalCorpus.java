package matryoshka.experiment;

import java.io.IOException;
import java.util.Optional;
import matryoshka.Embeddings;
import matryoshka.data.Datasets;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.engine.Engine;
import matryoshka.model.CrossEntropy;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.RunRecord;
import matryoshka.search.IvfIndex;
import matryoshka.search.IvfOptions;
import matryoshka.train.TrainOptions;
import matryoshka.train.TrainingListener;

/** WordNet's glosses embedded by an MRL model that learned some of them: held-out queries, and all others to find. */
final class RetrievalCorpus {
    private static final int TRAIN = 8_000;
    private static final int VALIDATION = 500;
    private static final int QUERIES = 2_000;
    private static final int EPOCHS = 2;
    private static final int LIST_DIM = 32;
    private static final long DATA_SEED = 7; // the same texts for all seeds

    private final Embeddings units;
    private final Embeddings queries;
    private final RunRecord record;
    private IvfIndex lists; // once they were asked for
    private final Graphs graphs = new Graphs();

    private RetrievalCorpus(Embeddings units, Embeddings queries, RunRecord record) {
        this.units = units;
        this.queries = queries;
        this.record = record;
    }

    /** Trains and embeds; empty if the training was interrupted. */
    static Optional<RetrievalCorpus> train(Engine engine, long seed, TrainingListener... listeners) throws IOException {
        TextDataset all = Datasets.wordNetSupersenses();
        double held = (double) QUERIES / all.size();
        Split<TextDataset> split = all.split(1 - 2 * held, held, DATA_SEED);
        Split<TextDataset> learned = new Split<>(
                split.train().sample(TRAIN, DATA_SEED), split.validation().sample(VALIDATION, DATA_SEED), split.test());
        MatryoshkaModel<String> model =
                Method.miniLm(MatryoshkaConfig.of(Method.DIMS, all.classes()).withSeed(seed), engine);
        TrainOptions options = TrainOptions.defaults().withEpochs(EPOCHS).withSeed(seed);
        return TrainedRun.of(model, new CrossEntropy(), learned, options, listeners)
                .map(run -> new RetrievalCorpus(
                        model.embed(split.train()).normalize(),
                        model.embed(split.test()).normalize(),
                        run.record()));
    }

    /** The rows to find, of unit length, labelled. */
    Embeddings units() {
        return units;
    }

    Embeddings queries() {
        return queries;
    }

    /** How the model came about. */
    RunRecord record() {
        return record;
    }

    /** The rows in lists learned on their first 32 dims, built once. */
    IvfIndex lists() {
        if (lists == null)
            lists = IvfIndex.of(
                    units, IvfOptions.forRows(units.rows(), units.dimension()).withClusterDim(LIST_DIM));
        return lists;
    }

    /** Of the rows cut to fewer dims, or whole. */
    Graphs graphs() {
        return graphs;
    }
}
