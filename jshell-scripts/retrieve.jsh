// Adaptive retrieval and funnels beside exact search: what they read, and what they find.
//   environment/jshell jshell-scripts/retrieve.jsh [folder]        a model of train.jsh; without one, trained first
// Half a minute on 2 cores, and 2 minutes more to train. How fast indexes are on this machine: benchmark.jsh.
/open jshell-scripts/task.jsh

Opened opened = open(folder());
Embeddings database = opened.database().normalize(), queries = opened.test().normalize(); // [N, D], [Q, D]
NestingDims dims = opened.dims();
int full = dims.full(), k = 10, n = database.rows();
long imageNet = 1_281_167; // the paper's rows
List<SearchResult> truth = BruteForceIndex.of(database).searchAll(queries, k);

StringColumn search = StringColumn.create("search");
DoubleColumn precision = DoubleColumn.create("mAP@10, %"), recall = DoubleColumn.create("recall@10, %");
DoubleColumn megaFlops = DoubleColumn.create("MFLOPs"), less = DoubleColumn.create("times less");
DoubleColumn lessOfImageNet = DoubleColumn.create("with 1.28 M rows");

/** One search: mAP@10, recall of exact search's 10 nearest at full dim, and numbers read by a query. */
double measure(String name, VectorIndex index, long costOfImageNet) {
    Embeddings asked = queries.prefix(index.dimension()).normalize();
    List<SearchResult> found = index.searchAll(asked, k);
    double value = RetrievalEvaluator.meanAveragePrecision(database, queries, found, k);
    double read = found.stream().mapToDouble(each -> each.cost().megaFlops()).average().orElseThrow();
    search.append(name);
    precision.append(tenths(100 * value));
    recall.append(tenths(100 * RetrievalEvaluator.recall(found, truth)));
    megaFlops.append(Math.rint(1000 * read) / 1000);
    less.append(tenths((double) n * full / 1e6 / read));
    lessOfImageNet.append(tenths((double) imageNet * full / costOfImageNet));
    return value;
}

SortedMap<Integer, List<Double>> exact = new TreeMap<>(), adaptive = new TreeMap<>(), funnels = new TreeMap<>();
for (int dim : dims.dims()) {
    VectorIndex index = BruteForceIndex.of(database.prefix(dim).normalize());
    exact.put(dim, List.of(measure("exact at " + dim, index, imageNet * dim)));
}

// a shortlist at few dims, sorted again at all of them
int shortlist = Math.min(200, n / 4);
double sortAgain(String name, Funnel funnel) {
    VectorIndex index = AdaptiveRetriever.of(database, funnel, BruteForceIndex::of);
    return measure(name, index, funnel.cost(imageNet).numbers());
}
for (int dim : dims.dims().subList(0, dims.size() - 1)) {
    String name = "adaptive %d, %d again at %d".formatted(dim, shortlist, full);
    adaptive.put(dim, List.of(sortAgain(name, Funnel.adaptive(dim, shortlist, full))));
}

// the list shrinks as the dims double: half as many rows at twice the dims, down to 10 at all of them
for (int first = 0; first + 2 < dims.size(); first++) {
    int keep = shortlist;
    Funnel funnel = Funnel.adaptive(dims.dims().get(first), keep, dims.dims().get(first + 1));
    for (int dim : dims.dims().subList(first + 2, dims.size())) {
        keep = dim == full ? k : Math.max(k, keep / 2);
        funnel = funnel.then(keep, dim);
    }
    funnels.put(funnel.shortlistDim(), List.of(sortAgain("funnel from " + funnel.shortlistDim(), funnel)));
}
show(Table.create("%s; N = %,d rows".formatted(opened.measuredOn(), n),
        search, precision, recall, megaFlops, less, lessOfImageNet));
show("MFLOPs: millions of numbers of the database that a query reads. Times less: than exact search at "
        + full + "\ndims, with these rows, and with the paper's. recall@10: of what exact search finds at "
        + full + " dims");

List<DimensionCurve> curves = new ArrayList<>(List.of(
        new DimensionCurve("MRL, exact", Metric.map(k), exact),
        new DimensionCurve("adaptive", Metric.map(k), adaptive)));
if (!funnels.isEmpty()) curves.add(new DimensionCurve("funnel", Metric.map(k), funnels));
show(DimensionCharts.of(curves, "Adaptive retrieval of a saved model",
        opened.measuredOn() + "; N = %,d; adaptive and funnel: dims of the shortlist".formatted(n), "mAP@10 (%)"));
