// The tables of lib/docs/choose-your-dims.md, computed from notebooks/results: fails if the guide's are others.
//   environment/jshell jshell-scripts/choose-your-dims.jsh          compares
//   environment/jshell jshell-scripts/choose-your-dims.jsh write    writes them into the guide
/open jshell-scripts/prelude.jsh
import matryoshka.notebook.JshellRunner;

Path guide = Path.of("lib/docs/choose-your-dims.md");
Path folder = Path.of("notebooks/results");

/** The quickstart's reports, one a seed, as results. */
Results quickstart() {
    List<ResultRow> rows = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
        Table report = CsvFile.read(folder.resolve("quickstart/seed-" + seed + ".csv")).table();
        for (Row row : report) for (String metric : List.of("top1", "1-NN"))
            rows.add(new ResultRow("quickstart", row.getString("method").replace("plain, truncated", "plain"),
                    Integer.parseInt(row.getString("dim")), seed, metric,
                    Double.parseDouble(row.getString(metric)), ""));
    }
    return new Results(rows);
}

/** A metric of a file of results, and the methods to look at. */
record Measured(String name, String file, String metric, List<String> methods) {
    Results results() { return file.startsWith("quickstart") ? quickstart() : Results.read(folder.resolve(file)); }

    /** Those that the file has; the others may come later. */
    List<String> found() { return methods.stream().filter(results().methods(metric)::contains).toList(); }
}

List<String> cut = List.of("MRL", "MRL-E", "plain", "PCA");
Map<String, List<Measured>> parts = new LinkedHashMap<>();
parts.put("classification", List.of(
        new Measured("quickstart, 142 classes: head", "quickstart/seed-*.csv", "top1", cut),
        new Measured("WordNet hypernyms, 142 classes: head", "hypernyms.csv", "top1", cut),
        new Measured("WordNet hypernyms: linear probe, trained afterwards", "hypernyms.csv", "probe", cut),
        new Measured("TREC questions, 50 classes: head", "trec-fine.csv", "top1", cut),
        new Measured("TREC questions: linear probe, trained afterwards", "trec-fine.csv", "probe", cut),
        new Measured("Fashion-MNIST, 10 classes: head", "fashion-mnist.csv", "top1", cut),
        new Measured("Fashion-MNIST: linear probe, trained afterwards", "fashion-mnist.csv", "probe", cut)));
parts.put("neighbours", List.of(
        new Measured("quickstart: 1-NN", "quickstart/seed-*.csv", "1-NN", cut),
        new Measured("WordNet hypernyms: 1-NN", "hypernyms.csv", "1-NN", cut),
        new Measured("TREC questions: 1-NN", "trec-fine.csv", "1-NN", cut),
        new Measured("Fashion-MNIST: 1-NN", "fashion-mnist.csv", "1-NN", cut)));
parts.put("retrieval", List.of(
        new Measured("WordNet hypernyms: mAP@10", "hypernyms.csv", "mAP@10", cut),
        new Measured("TREC questions: mAP@10", "trec-fine.csv", "mAP@10", cut),
        new Measured("Fashion-MNIST: mAP@10", "fashion-mnist.csv", "mAP@10", cut),
        new Measured("WordNet supersenses, 113,791 rows: mAP@10 of MRL, exact search", "retrieval.csv", "mAP@10",
                List.of("exact"))));
parts.put("pairs", List.of(
        new Measured("reverse dictionary: recall@10", "reverse-dictionary.csv", "recall@10",
                List.of("MRL", "plain", "PCA", "off-the-shelf")),
        new Measured("STS Benchmark: Spearman", "sts-b.csv", "spearman", List.of("MRL", "off-the-shelf"))));

/** In percent; what is the same with every seed has no interval. */
String percent(Interval interval) {
    double half = 100 * interval.halfWidth();
    String mean = String.format(Locale.ROOT, "%.1f", 100 * interval.mean());
    mean = mean.replace("-0.0", "0.0").replace("-", "−");
    return half > 1e-7 ? String.format(Locale.ROOT, "%s ± %.1f", mean, half) : mean;
}

String row(List<String> cells) { return "| " + String.join(" | ", cells) + " |"; }

/** What a method keeps of its own value at the full dim, and from how few dims. */
List<String> keeps(List<Measured> part) {
    List<String> lines = new ArrayList<>();
    lines.add(row(List.of("Task and metric", "Model", "At all dims", "95 % from", "99 % from", "File")));
    lines.add("|---|---|---:|---|---|---|");
    for (Measured one : part) for (String method : one.found()) {
        DimensionCurve curve = one.results().curve(method, one.metric()), ratio = curve.ratioToFull();
        int full = curve.dims().full();
        List<String> cells = new ArrayList<>(List.of(one.name(), method, full + ": " + percent(curve.at(full))));
        for (double share : new double[] {0.95, 0.99}) {
            int dim = curve.smallestKeeping(share);
            cells.add(dim == full ? "**%d**".formatted(dim) : "**%d** (%s)".formatted(dim, percent(ratio.at(dim))));
        }
        cells.add("`" + one.file() + "`");
        lines.add(row(cells));
    }
    return lines;
}

/** MRL's value less another's at the same dim, in points, over pairs of one seed. */
List<String> gains(List<Measured> part) {
    List<String> lines = new ArrayList<>();
    lines.add(row(List.of("MRL less …", "by dims: points", "less than a point from", "none shown from")));
    lines.add("|---|---|---|---|");
    for (Measured one : part) {
        if (!one.found().contains("MRL")) continue;
        DimensionCurve mrl = one.results().curve("MRL", one.metric());
        for (String method : one.found()) {
            if (method.startsWith("MRL")) continue;
            DimensionCurve gain = mrl.minus(one.results().curve(method, one.metric()));
            List<String> cells = gain.dims().dims().stream().map(dim -> dim + ": " + percent(gain.at(dim))).toList();
            OptionalInt point = gain.smallestFrom(dim -> gain.at(dim).mean() < 0.01);
            OptionalInt none = gain.smallestFrom(dim -> gain.at(dim).low() <= 0);
            String name = "… " + method + "; " + one.name();
            lines.add(row(List.of(name, String.join(" · ", cells), from(point), from(none))));
        }
    }
    return lines;
}

String from(OptionalInt dim) { return dim.isPresent() ? "**" + dim.getAsInt() + "**" : "no dim"; }

/** The guide with the table between "<!-- name -->" and "<!-- end -->" made anew. */
String with(String text, String name, List<String> table) {
    String begin = "<!-- " + name + " -->\n";
    int from = text.indexOf(begin), to = text.indexOf("<!-- end -->", from);
    if (from < 0 || to < 0)
        throw new IllegalStateException(guide + " has no \"" + begin.strip() + " … <!-- end -->\"");
    return text.substring(0, from) + begin + "\n" + String.join("\n", table) + "\n\n" + text.substring(to);
}

String present = Files.readString(guide), made = present;
for (Map.Entry<String, List<Measured>> part : parts.entrySet()) {
    made = with(made, part.getKey() + ": what is kept", keeps(part.getValue()));
    List<String> gained = gains(part.getValue());
    if (gained.size() > 2) made = with(made, part.getKey() + ": MRL or not", gained);
}
boolean write = JshellRunner.arguments().contains("write");
if (write) Files.writeString(guide, made);
if (!write && !made.equals(present))
    throw new IllegalStateException("the tables of " + guide + " are not those of " + folder + ": run "
            + "environment/jshell jshell-scripts/choose-your-dims.jsh write, and read the guide's text again");
show(guide + (write ? ": tables written" : ": its tables are those of " + folder));
