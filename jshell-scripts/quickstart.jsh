// The quickstart through the library, with fewer texts: about 2 minutes on 2 cores.
// Run it by environment/jshell jshell-scripts/quickstart.jsh
/open jshell-scripts/prelude.jsh

boolean small = System.getenv("MATRYOSHKA_SMALL") != null; // continuous integration runs less
long seed = 1;
TextDataset glosses = Datasets.wordNetHypernyms(40).sample(small ? 1_200 : 2_000, seed);
Split<TextDataset> split = glosses.split(0.8, 0.05, seed);

// texts -> z [B, 384], a classifier on every prefix of z
BertEncoder encoder = BertEncoder.pretrained(Pretrained.MINILM_L6);
NestingDims dims = NestingDims.doubling(8, encoder.dimension());
MatryoshkaConfig config = MatryoshkaConfig.of(dims, split.train().classes()).withSeed(seed);
MatryoshkaModel<String> mrl = MatryoshkaModel.create(encoder, config);

TrainOptions options = TrainOptions.defaults().withEpochs(small ? 1 : 2).withSeed(seed);
TrainingHistory history = new Trainer(options).fit(mrl, split, new TrainingProgress("MRL"));

// the baseline: the same training with one classifier at full dim
MatryoshkaConfig atFullDim = MatryoshkaConfig.fixedFeature(dims.full(), config.classes()).withSeed(seed);
MatryoshkaModel<String> plain = MatryoshkaModel.create(BertEncoder.pretrained(Pretrained.MINILM_L6), atFullDim);
TrainingHistory plainHistory = new Trainer(options).fit(plain, split, new TrainingProgress("plain"));

DimensionReport measure(String method, MatryoshkaModel<String> model) {
    Embeddings database = model.embed(split.train()), queries = model.embed(split.test());
    return DimensionEvaluator.evaluate(method, model.heads(), database, queries, dims);
}
List<DimensionReport> reports = List.of(measure("MRL", mrl), measure("plain, truncated", plain));
show(DimensionReport.sideBySide(reports));
String subtitle = "WordNet hypernyms, %d classes, n = %,d test texts, 1 seed".formatted(config.classes().size(),
        split.test().size());
show(DimensionCharts.accuracy(reports, "Accuracy against dimension", subtitle));

// classes and neighbours of a new sentence at every dim
List<String> sentences = List.of("a small brown bird that sings at dawn");
EmbeddedTexts queries = new EmbeddedTexts(sentences, mrl.embed(sentences));
EmbeddedTexts database = new EmbeddedTexts(split.train().texts(), mrl.embed(split.train()));
show(new ProbabilityReport(mrl.heads(), config.classes()).table(queries, dims, 1));
show(new NeighborReport(database, config.classes(), KdTreeIndex::of).table(queries, dims, 3));
