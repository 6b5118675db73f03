package matryoshka.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import matryoshka.EmbeddedTexts;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.RunRecord;
import matryoshka.notebook.TrainingProgress;
import matryoshka.train.TrainOptions;
import matryoshka.train.Trainer;
import matryoshka.train.TrainingHistory;

/** A model just trained, with the embeddings of its training texts and the record of how it came about. */
record Fitted(MatryoshkaModel<String> model, EmbeddedTexts database, TrainingHistory history, RunRecord run) {

    /** Trains with a progress bar; after an interrupt the model is what it was by then, and the record says so. */
    static Fitted train(String task, MatryoshkaModel<String> model, Split<TextDataset> split, TrainOptions options) {
        RunRecord run = RunRecord.begin();
        TrainingHistory history = new Trainer(options).fit(model, split, new TrainingProgress(task));
        return of(task, run, model, split, options, history);
    }

    /** What came of a training that began with {@code run}. */
    static Fitted of(
            String task,
            RunRecord run,
            MatryoshkaModel<String> model,
            Split<TextDataset> split,
            TrainOptions options,
            TrainingHistory history) {
        if (history.interrupted()) System.err.println(task + ": interrupted; the model is kept as it is");
        EmbeddedTexts database = new EmbeddedTexts(split.train().texts(), model.embed(split.train()));
        return new Fitted(model, database, history, record(run, model, split, options, history));
    }

    private static RunRecord record(
            RunRecord run,
            MatryoshkaModel<String> model,
            Split<TextDataset> split,
            TrainOptions options,
            TrainingHistory history) {
        return run.with("seed", options.seed())
                .with("head", model.config().head().name())
                .with("dims", model.config().dims().dims())
                .with("data", data(split))
                .with("options", options(options))
                .with("steps", history.steps().size())
                .with("interrupted", history.interrupted())
                .with("validation", validation(history));
    }

    private static Map<String, Object> data(Split<TextDataset> split) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", split.train().name());
        data.put("classes", split.train().classes().size());
        Map<String, TextDataset> parts = new LinkedHashMap<>();
        parts.put("train", split.train());
        parts.put("validation", split.validation());
        parts.put("test", split.test());
        parts.forEach((part, set) -> data.put(part, Map.of("rows", set.size(), "sha256", set.sha256())));
        return data;
    }

    private static Map<String, Object> options(TrainOptions options) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("epochs", options.epochs());
        map.put("batch_size", options.batchSize());
        map.put("encoder_rate", options.encoderRate());
        map.put("head_rate", options.headRate());
        map.put("weight_decay", options.weightDecay());
        map.put("warmup", options.warmup());
        map.put("clip_norm", options.clipNorm());
        return map;
    }

    private static List<Map<String, Object>> validation(TrainingHistory history) {
        if (history.epochs().isEmpty()) return List.of();
        return history.epochs().getLast().validation().stream()
                .map(at -> Map.<String, Object>of("dim", at.dim(), "loss", at.loss(), "accuracy", at.accuracy()))
                .toList();
    }

    /** Saves also when an interrupt has come since: a file channel would close itself under it. */
    void save(Path folder) throws IOException {
        Thread.interrupted();
        model.save(folder, run, database);
    }
}
