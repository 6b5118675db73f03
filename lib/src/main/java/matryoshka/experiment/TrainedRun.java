package matryoshka.experiment;

import java.util.Optional;
import matryoshka.data.Split;
import matryoshka.data.TrainingData;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.Objective;
import matryoshka.model.RunRecord;
import matryoshka.train.TrainOptions;
import matryoshka.train.Trainer;
import matryoshka.train.TrainingHistory;
import matryoshka.train.TrainingListener;
import matryoshka.train.TrainingRecord;

/** A model trained for a study, with the record of how it came about. */
record TrainedRun<X>(MatryoshkaModel<X> model, RunRecord record) {
    /** Trains {@code model}; empty if that was interrupted. */
    static <X, D extends TrainingData<X>> Optional<TrainedRun<X>> of(
            MatryoshkaModel<X> model,
            Objective<? super D> objective,
            Split<D> split,
            TrainOptions options,
            TrainingListener... listeners) {
        RunRecord record = RunRecord.begin();
        long start = System.nanoTime();
        TrainingHistory history = new Trainer(options).fit(model, objective, split, listeners);
        if (history.interrupted()) return Optional.empty();
        record = record.with("trainingSeconds", Math.round((System.nanoTime() - start) / 1e9));
        return Optional.of(
                new TrainedRun<>(model, TrainingRecord.of(record, model, objective, split, options, history)));
    }
}
