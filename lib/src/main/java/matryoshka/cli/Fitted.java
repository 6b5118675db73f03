package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import matryoshka.EmbeddedTexts;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.model.CrossEntropy;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.RunRecord;
import matryoshka.notebook.TrainingProgress;
import matryoshka.train.TrainOptions;
import matryoshka.train.Trainer;
import matryoshka.train.TrainingHistory;
import matryoshka.train.TrainingRecord;

/** A model just trained, with the embeddings of its training texts and the record of how it came about. */
record Fitted(MatryoshkaModel<String> model, EmbeddedTexts database, TrainingHistory history, RunRecord run) {

    /** Trains a classifier with a progress bar; after an interrupt it is what it was by then, and the record says so. */
    static Fitted train(
            String task,
            MatryoshkaModel<String> model,
            Split<TextDataset> split,
            TrainOptions options,
            RunRecord begun) {
        TrainingHistory history = new Trainer(options).fit(model, split, new TrainingProgress(task));
        RunRecord run = TrainingRecord.of(begun, model, new CrossEntropy(), split, options, history);
        return of(task, model, split.train(), history, run);
    }

    /** A trained classifier, whose neighbours are the texts it learned from. */
    static Fitted of(
            String task, MatryoshkaModel<String> model, TextDataset train, TrainingHistory history, RunRecord run) {
        return of(task, model, new EmbeddedTexts(train.texts(), model.embed(train)), history, run);
    }

    static Fitted of(
            String task,
            MatryoshkaModel<String> model,
            EmbeddedTexts database,
            TrainingHistory history,
            RunRecord run) {
        if (history.interrupted()) System.err.println(task + ": interrupted; the model is kept as it is");
        return new Fitted(model, database, history, run);
    }

    /** Saves also when an interrupt has come since: a file channel would close itself under it. */
    void save(Path folder) throws IOException {
        Thread.interrupted();
        model.save(folder, run, database);
    }
}
