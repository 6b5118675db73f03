package matryoshka.encoder;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * The README of an exported model: facts that tools read (a front matter in YAML, as Hugging Face's model cards have
 * it), then text for people, in Markdown.
 */
public record ModelCard(Map<String, List<String>> facts, String text) {
    static final String FILE = "README.md";
    private static final String ACCURACY = "Accuracy";
    private static final ObjectMapper JSON = new ObjectMapper();

    public ModelCard {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** A card with a title alone. */
    public static ModelCard titled(String title) {
        return new ModelCard(Map.of(), "# " + title + "\n");
    }

    /** This card with one more fact, such as {@code license}; several values make a list. */
    public ModelCard withFact(String name, String... values) {
        if (!name.matches("[a-z_]+"))
            throw new IllegalArgumentException("a fact's name is made of a-z and _, got \"" + name + "\"");
        Map<String, List<String>> more = new LinkedHashMap<>(facts);
        more.put(name, List.of(values));
        return new ModelCard(more, text);
    }

    /** This card with one more paragraph. */
    public ModelCard withText(String markdown) {
        return new ModelCard(facts, text + "\n" + markdown.strip() + "\n");
    }

    /** This card with one more section. */
    public ModelCard withSection(String title, String markdown) {
        return withText("## " + title).withText(markdown);
    }

    /** This card with accuracies: what was measured, on what, and a table of it, a row a dim. */
    public ModelCard withAccuracy(String measured, Table table) {
        return withSection(ACCURACY, measured).withTable(table);
    }

    /** This card, saying that accuracy was not measured. */
    public ModelCard withoutAccuracy() {
        return withSection(
                ACCURACY,
                "Not measured when this was exported: `environment/matryoshka evaluate` measures it at every dim.");
    }

    /** This card with a table, its numbers as the table prints them. */
    public ModelCard withTable(Table table) {
        String head = table.columns().stream().map(Column::name).collect(Collectors.joining(" | ", "| ", " |\n"));
        String rule = table.columns().stream().map(column -> "---:").collect(Collectors.joining(" | ", "| ", " |\n"));
        StringBuilder rows = new StringBuilder(head).append(rule);
        for (int i = 0; i < table.rowCount(); i++) {
            int row = i;
            rows.append(table.columns().stream()
                    .map(column -> column.getString(row))
                    .collect(Collectors.joining(" | ", "| ", " |\n")));
        }
        return withText(rows.toString());
    }

    /** The whole README. */
    public String markdown() {
        StringBuilder front = new StringBuilder("---\n");
        facts.forEach((name, values) -> {
            front.append(name).append(':');
            if (values.size() == 1) front.append(' ').append(quoted(values.getFirst()));
            else values.forEach(value -> front.append("\n- ").append(quoted(value)));
            front.append('\n');
        });
        return front + "---\n\n" + text;
    }

    /** A string of JSON is one of YAML, whatever it holds. */
    private static String quoted(String value) {
        return JSON.getNodeFactory().textNode(value).toString();
    }

    /** Writes it as the README.md of {@code folder}. */
    public void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(FILE), markdown());
    }
}
