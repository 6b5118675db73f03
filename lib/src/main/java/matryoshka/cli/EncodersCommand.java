package matryoshka.cli;

import java.util.Locale;
import matryoshka.bert.BertWeights;
import matryoshka.bert.Pretrained;
import matryoshka.data.FetchedSet;
import matryoshka.notebook.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** {@code encoders}: what encoders there are, and fetching one before it is needed. */
@Command(
        name = "encoders",
        mixinStandardHelpOptions = true,
        description = "List the built-in encoders, or fetch one of them.")
final class EncodersCommand implements Runnable {
    @Override
    public void run() {
        StringColumn name = StringColumn.create("name");
        StringColumn model = StringColumn.create("model");
        StringColumn licence = StringColumn.create("licence");
        IntColumn dims = IntColumn.create("dims");
        IntColumn layers = IntColumn.create("layers");
        StringColumn numbers = StringColumn.create("numbers");
        StringColumn pooling = StringColumn.create("pooling");
        StringColumn weights = StringColumn.create("weights");
        for (Pretrained each : Pretrained.values()) {
            name.append(each.id());
            model.append(each.model());
            licence.append(each.licence());
            dims.append(each.dimension());
            layers.append(each.config().layers());
            numbers.append(
                    String.format(Locale.ROOT, "%.1f million", BertWeights.count(each.config(), each.pooling()) / 1e6));
            pooling.append(each.pooling().id());
            weights.append(each.fetched().map(EncodersCommand::state).orElse("with the library"));
        }
        Table table = Table.create("encoders", name, model, licence, dims, layers, numbers, pooling, weights);
        System.out.println(TextTable.of(table, 160, 100));
    }

    private static String state(FetchedSet set) {
        return set.isFetched() ? "fetched" : "fetched at first use: " + set.title();
    }

    @Command(description = "Fetch an encoder's weights now.", mixinStandardHelpOptions = true)
    void fetch(@Parameters(paramLabel = "NAME", description = "Which encoder.") String name) {
        Pretrained encoder = EncoderOption.builtIn(name);
        System.out.println(encoder.fetched()
                .map(set -> "fetched to " + set.fetch())
                .orElse(name + " comes with the library: nothing to fetch"));
    }
}
