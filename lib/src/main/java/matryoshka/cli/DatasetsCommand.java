package matryoshka.cli;

import java.util.ArrayList;
import java.util.List;
import matryoshka.data.Datasets;
import matryoshka.data.FetchedSet;
import matryoshka.notebook.TextTable;
import matryoshka.vision.FashionMnist;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** {@code datasets}: what data there is, and fetching what is not in the packages. */
@Command(name = "datasets", mixinStandardHelpOptions = true, description = "List the data sets, or fetch one.")
final class DatasetsCommand {
    @Command(description = "The data sets that --data takes by name.", mixinStandardHelpOptions = true)
    void list() {
        StringColumn name = StringColumn.create("name");
        StringColumn description = StringColumn.create("description");
        StringColumn licence = StringColumn.create("licence");
        Datasets.named().forEach(set -> {
            name.append(set.name());
            description.append(set.description());
            licence.append(set.licence());
        });
        System.out.println(TextTable.of(Table.create("data sets", name, description, licence), 160, 100));
    }

    @Command(description = "Fetch a data set that is not in the packages.", mixinStandardHelpOptions = true)
    void fetch(@Parameters(paramLabel = "NAME", description = "trec, sts-b or fashion-mnist") String name) {
        List<FetchedSet> sets = new ArrayList<>(Datasets.fetched());
        sets.add(FashionMnist.SET);
        System.out.println("fetched to " + FetchedSet.named(name, sets).fetch());
    }
}
