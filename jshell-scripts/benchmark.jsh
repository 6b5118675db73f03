// How fast this machine trains, embeds and searches: medians of five rounds after warming up.
//   environment/jshell jshell-scripts/benchmark.jsh        about 2 minutes on 2 cores, with nothing else running
// environment/bench measures more (its kernels by JMH); lib/docs/benchmarks.md says what was found.
/open jshell-scripts/prelude.jsh

boolean small = System.getenv("MATRYOSHKA_SMALL") != null; // continuous integration runs less
long seed = 1;
int rounds = 5;
Runtime runtime = Runtime.getRuntime();
show("%s %s, %d processors, Java %s, heap up to %,d MB".formatted(System.getProperty("os.name"), System.getProperty(
        "os.arch"), runtime.availableProcessors(), Runtime.version(), runtime.maxMemory() >> 20));

/** Rates of the rounds: name, median, slowest and fastest. */
StringColumn what = StringColumn.create("what");
DoubleColumn median = DoubleColumn.create("median"), slowest = DoubleColumn.create("slowest");
DoubleColumn fastest = DoubleColumn.create("fastest");
void add(String name, double[] rates) {
    double[] sorted = rates.clone();
    Arrays.sort(sorted);
    what.append(name);
    median.append(tenths(sorted[sorted.length / 2]));
    slowest.append(tenths(sorted[0]));
    fastest.append(tenths(sorted[sorted.length - 1]));
}
double tenths(double value) { return Math.rint(10 * value) / 10; }

// training: batches of 32 glosses, nested heads beside one head
int warmUp = small ? 3 : 10, each = small ? 1 : 6; // steps
TextDataset glosses = Datasets.wordNetHypernyms(40).sample(small ? 1_500 : 8_000, seed);
TextDataset learned = glosses.sample(2_000, seed).select(IntStream.range(0, 32 * (warmUp + rounds * each)).toArray());
Split<TextDataset> split = new Split<>(learned, learned.select(), learned.select());

/** Notes when every step ended. */
class Clock implements TrainingListener {
    List<Long> ends = new ArrayList<>();
    List<Integer> items = new ArrayList<>();

    public void stepped(StepReport step) {
        ends.add(System.nanoTime());
        items.add(step.items());
    }

    /** Items a second from one step's end to that of a later one. */
    double rate(int from, int to) {
        int done = items.subList(from + 1, to + 1).stream().mapToInt(i -> i).sum();
        return done / ((ends.get(to) - ends.get(from)) / 1e9);
    }
}
void train(String name, MatryoshkaConfig config) throws IOException {
    MatryoshkaModel<String> model = MatryoshkaModel.create(BertEncoder.pretrained(Pretrained.MINILM_L6), config);
    Clock clock = new Clock();
    new Trainer(TrainOptions.defaults().withEpochs(1).withSeed(seed)).fit(model, split, clock);
    add(name, IntStream.range(0, rounds).mapToDouble(
            i -> clock.rate(warmUp - 1 + i * each, warmUp - 1 + (i + 1) * each)).toArray());
}
NestingDims dims = NestingDims.doubling(8, 384);
train("training, MRL at 7 dims, texts/s", MatryoshkaConfig.of(dims, learned.classes()));
train("training, plain at 384 dims, texts/s", MatryoshkaConfig.fixedFeature(384, learned.classes()));

// embedding: a part of the texts a round; the encoder as it is published
BertEncoder encoder = BertEncoder.pretrained(Pretrained.MINILM_L6);
MatryoshkaModel<String> model = MatryoshkaModel.create(encoder, MatryoshkaConfig.embedding(NestingDims.of(384)));
Embeddings warm = model.embed(glosses.texts().subList(0, glosses.size() / 10));
float[] values = new float[glosses.size() * 384]; // [N, 384]
double[] embedded = new double[rounds];
for (int i = 0; i < rounds; i++) {
    List<String> part = glosses.texts().subList(i * glosses.size() / rounds, (i + 1) * glosses.size() / rounds);
    long start = System.nanoTime();
    Embeddings z = model.embed(part);
    embedded[i] = part.size() / ((System.nanoTime() - start) / 1e9);
    System.arraycopy(z.values(), 0, values, i * glosses.size() / rounds * 384, z.values().length);
}
add("embedding, texts/s", embedded);
show(Table.create("training and embedding, MiniLM-L6, glosses of WordNet", what, median, slowest, fastest));

// searching: one query after the other, the 10 nearest by cosine; the rows are the glosses, 200 of them the queries
int k = 10;
Embeddings units = Embeddings.of(values, glosses.size(), 384).normalize();
Embeddings queries = units.select(IntStream.range(0, 200).map(i -> i * (units.rows() / 200)).toArray());
Embeddings database = units.select(IntStream.range(0, units.rows()).filter(
        i -> i % (units.rows() / 200) != 0 || i / (units.rows() / 200) >= 200).toArray());
StringColumn index = StringColumn.create("index");
IntColumn dimension = IntColumn.create("dims");
DoubleColumn speed = DoubleColumn.create("queries/s"), build = DoubleColumn.create("built in, ms");
DoubleColumn megabytes = DoubleColumn.create("MB"), recall = DoubleColumn.create("recall@10, %");
List<ResultRow> rows = new ArrayList<>();
List<SearchResult> truth = BruteForceIndex.of(database).searchAll(queries, k); // at all dims
void search(String name, int dim, Embeddings cut, Function<Embeddings, VectorIndex> builder) {
    long start = System.nanoTime();
    VectorIndex built = builder.apply(cut);
    double buildMillis = (System.nanoTime() - start) / 1e6;
    Embeddings asked = queries.prefix(cut.dimension()).normalize();
    double found = RetrievalEvaluator.recall(built.searchAll(asked, k), truth);
    double rate = SearchSpeed.queriesPerSecond(built, asked, k, small ? 0.1 : 1);
    index.append(name);
    dimension.append(dim);
    speed.append(Math.rint(rate));
    build.append(tenths(buildMillis));
    megabytes.append(tenths(built.bytes() / 1e6));
    recall.append(tenths(100 * found));
    rows.add(new ResultRow("benchmark", name, dim, seed, Metric.recall(k), found, ""));
    rows.add(new ResultRow("benchmark", name, dim, seed, Measurement.SPEED, rate, ""));
}
void search(String name, int dim, Function<Embeddings, VectorIndex> builder) {
    search(name, dim, database.prefix(dim).normalize(), builder);
}
for (int dim : dims.dims()) search("exact", dim, BruteForceIndex::of);
for (int dim : List.of(8, 16)) search("KD-tree", dim, KdTreeIndex::of);
for (int dim : List.of(16, 64, 384)) search("HNSW", dim, HnswIndex::of);
for (int dim : List.of(64, 384)) search("IVF", dim, IvfIndex::of);
search("int8, 4 times k again", 384, all -> QuantizedIndex.of(all, Precision.INT8, 4));
int shortlist = Math.min(200, database.rows() / 4);
for (int dim : List.of(16, 64)) search("adaptive to 384", dim, database,
        all -> AdaptiveRetriever.of(all, Funnel.adaptive(dim, shortlist, 384), BruteForceIndex::of));
show(Table.create("searching N = %,d rows, one query after the other".formatted(database.rows()),
        index, dimension, speed, build, megabytes, recall));
show("recall@10: of the true nearest at 384 dims; below 100 in exact search, it is what the dims lose."
        + "\nAdaptive retrieval sorts " + shortlist + " rows again. The encoder is as published, not trained for its"
        + "\nprefixes: what those of MRL find says retrieve.jsh");
if (small) show("in so small a run nothing is warm: these speeds are no measurement");
show(RetrievalChart.of(new Results(rows), Metric.recall(k), "Speed of indexes on this machine",
        "N = %,d glosses, MiniLM-L6 as published, %d queries, median of 5 rounds".formatted(
                database.rows(), queries.rows())));
