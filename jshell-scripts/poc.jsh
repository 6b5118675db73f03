// The classic proof of concept: BERT-base, dims 8 to 768, four classes of reviews, batch 4, AdamW at 2e-5.
// Run it by environment/jshell jshell-scripts/poc.jsh; the first run fetches BERT-base (408 MB).
/open jshell-scripts/prelude.jsh

boolean small = System.getenv("MATRYOSHKA_SMALL") != null; // continuous integration runs less
long seed = 1;
Split<TextDataset> split = Datasets.reviews().split(0.75, 0.25, seed);

// texts -> BERT's pooled output z [B, 768], a classifier on every prefix of z
BertEncoder bert = BertEncoder.pretrained(Pretrained.BERT_BASE_UNCASED);
NestingDims dims = NestingDims.doubling(8, bert.dimension());
MatryoshkaConfig config = MatryoshkaConfig.of(dims, split.train().classes()).withSeed(seed);
MatryoshkaModel<String> model = MatryoshkaModel.create(bert, config);

// the encoder at the classic rate; the heads, which start from random weights, at 0.03/sqrt(m)
TrainOptions classic = TrainOptions.defaults().withBatchSize(4).withRates(2e-5, 0.03).withSeed(seed);
TrainOptions options = classic.withEpochs(small ? 1 : 5);
TrainingHistory history = new Trainer(options).fit(model, split, new TrainingProgress("BERT-base"));
show(history.validationTable());
show(TrainingCharts.lossAndScore(history));

// new sentences: class probabilities and the three nearest reviews at every dim
List<String> sentences = List.of(
        "The soup was wonderful and the waiter could not have been kinder.",
        "It broke after two days and nobody answered my calls.");
EmbeddedTexts queries = new EmbeddedTexts(sentences, model.embed(sentences));
EmbeddedTexts reviews = new EmbeddedTexts(split.train().texts(), model.embed(split.train()));
show(new ProbabilityReport(model.heads(), config.classes()).table(queries, dims, 4));
show(new NeighborReport(reviews, config.classes(), KdTreeIndex::of).table(queries, dims, 3));
