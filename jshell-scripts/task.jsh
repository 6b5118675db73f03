// What train, evaluate, retrieve and adaptive share: texts, and a model in a folder that learned from some of them.
// They take it in by: /open jshell-scripts/task.jsh
/open jshell-scripts/prelude.jsh
import matryoshka.notebook.JshellRunner;

boolean small = System.getenv("MATRYOSHKA_SMALL") != null; // continuous integration runs less
long seed = 1;
List<String> arguments = JshellRunner.arguments(); // none in plain jshell

/** Where train.jsh writes, and the others look, if no folder is named. */
Path standard = Path.of("out", small ? "mrl-small" : "mrl");

/** Without a CSV file: WordNet's glosses by their hypernym, 142 classes. */
Map<String, Object> glosses = Map.of("data", "wordnet-hypernyms", "sample", small ? 1_500 : 4_000);

/** The texts of a source, in the words a run record keeps of it. */
TextDataset texts(Map<?, ?> source) {
    String data = (String) source.get("data");
    if (source.get("text") instanceof String text)
        return Datasets.csv(Path.of(data), text, (String) source.get("label"));
    TextDataset all = Datasets.byName(data);
    return source.get("sample") instanceof Integer some ? all.sample(some, seed) : all;
}

/** Three of four texts to learn from, a fifth to test; a source is always split the same way. */
Split<TextDataset> split(Map<?, ?> source) { return texts(source).split(0.75, 0.05, seed); }

/** Trains MRL, or the plain model at full dim alone, and keeps it in a folder with what it learned from. */
TrainingHistory learn(String method, Map<?, ?> source, Path folder, TrainingListener... listeners)
        throws IOException {
    Split<TextDataset> split = split(source);
    BertEncoder encoder = BertEncoder.pretrained(Pretrained.MINILM_L6); // texts -> z [B, 384]
    List<String> classes = split.train().classes();
    MatryoshkaConfig config = method.equals("plain") ? MatryoshkaConfig.fixedFeature(encoder.dimension(), classes)
            : MatryoshkaConfig.of(NestingDims.doubling(8, encoder.dimension()), classes);
    MatryoshkaModel<String> model = MatryoshkaModel.create(encoder, config.withSeed(seed));
    TrainOptions options = TrainOptions.defaults().withEpochs(small ? 1 : 2).withSeed(seed);
    RunRecord begun = RunRecord.begin().with("source", source);
    TrainingHistory history = new Trainer(options).fit(model, split, listeners);
    RunRecord run = TrainingRecord.of(begun, model, new CrossEntropy(), split, options, history);
    model.save(folder, run, new EmbeddedTexts(split.train().texts(), model.embed(split.train())));
    return history;
}

/** A saved model; embeddings of the texts it learned from [N, D], and of test texts that it has not seen [Q, D]. */
record Opened(MatryoshkaModel<String> model, RunRecord run, Embeddings database, Embeddings test) {
    NestingDims dims() { return model.evaluationDims(); }

    Map<?, ?> source() { return (Map<?, ?>) run.entries().get("source"); }

    /** For a chart's subtitle. */
    String measuredOn() {
        Path data = Path.of((String) source().get("data"));
        return "%s, %d classes, n = %,d test texts, 1 seed".formatted(
                data.getFileName(), model.config().classes().size(), test.rows());
    }
}

/** Opens a folder that train.jsh wrote; trains the standard model if it is missing. */
Opened open(Path folder) throws IOException {
    boolean missing = folder.equals(standard) && !Files.exists(folder);
    if (missing) learn("MRL", glosses, folder, new TrainingProgress("MRL"));
    MatryoshkaModel<String> model = MatryoshkaModel.load(folder, String.class);
    RunRecord run = RunRecord.read(folder.resolve(MatryoshkaModel.RUN_FILE));
    if (run.entries().get("source") instanceof Map<?, ?> source) {
        Split<TextDataset> split = split(source);
        if (new RunRecord(Map.of()).with(split).entries().get("data").equals(run.entries().get("data")))
            return new Opened(
                    model, run, MatryoshkaModel.loadDatabase(folder).embeddings(), model.embed(split.test()));
    }
    throw new IllegalStateException("which texts the model in " + folder + " has not seen is unknown: train.jsh did"
            + " not write it, or its texts have changed since. Train it again by train.jsh, or measure it on texts"
            + " of your own by environment/matryoshka evaluate");
}

/** The folder named by the first argument, else the standard one. */
Path folder() { return arguments.isEmpty() ? standard : Path.of(arguments.getFirst()); }

/** A share in percent, or a number, with one decimal. */
double tenths(double value) { return Math.rint(10 * value) / 10; }
