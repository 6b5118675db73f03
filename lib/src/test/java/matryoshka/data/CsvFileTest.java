package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
    @TempDir
    Path folder;

    private Path write(String text, Charset charset) throws IOException {
        return Files.write(folder.resolve("data.csv"), text.getBytes(charset));
    }

    private TextDataset read(String text) throws IOException {
        return Datasets.csv(write(text, StandardCharsets.UTF_8), "text", "label");
    }

    private AbstractThrowableAssert<?, ?> assertRefused(String text) throws IOException {
        Path file = write(text, StandardCharsets.UTF_8);
        return assertThatThrownBy(() -> Datasets.csv(file, "text", "label"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("data.csv");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }

    @Property(tries = 300, seed = "7")
    void any_quoted_text_comes_back_as_it_was(
            @ForAll @Size(min = 1, max = 8)
                    List<
                                    @NotBlank @StringLength(max = 20)
                                    @Chars({'"', ',', '\n', ' ', '#', '\\', '\'', ';', '\t', 'é', '漢'})
                                    @CharRange(from = 'a', to = 'e') String>
                            texts) {
        String csv =
                texts.stream().map(text -> quoted(text) + ",x\n").collect(Collectors.joining("", "text,label\n", ""));
        assertThat(CsvText.parse("data.csv", csv).dataset("text", "label").texts())
                .isEqualTo(texts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NA", "null", "N/A", "NaN", "*", "-", "#comment", " spaced ", "1", "true", "5\" screen", "{}"})
    void texts_that_look_like_something_else_stay_texts(String text) throws IOException {
        TextDataset data = read("label,text\na," + text + "\nNA,other\n");
        assertThat(data.texts()).containsExactly(text, "other");
        assertThat(data.classes()).containsExactly("NA", "a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void every_kind_of_line_ending_is_read(String end) throws IOException {
        TextDataset data = read(String.join(end, "text,label", "one,a", "\"two" + end + "lines\",b", "three,a"));
        assertThat(data.texts()).containsExactly("one", "two\nlines", "three");
    }

    @Test
    void mixed_line_endings_are_read() throws IOException {
        assertThat(read("text,label\none,a\r\ntwo,b\n").classes()).containsExactly("a", "b");
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_name() throws IOException {
        assertThat(read("\uFEFFtext,label\nnaïve café 😀,a\n").example(0)).isEqualTo("naïve café 😀");
    }

    @Test
    void a_nameless_index_column_does_no_harm() throws IOException {
        assertThat(read(",text,label\n0,one,a\n1,two,b\n").size()).isEqualTo(2);
    }

    @Test
    void a_long_text_has_no_limit() throws IOException {
        String text = "word ".repeat(20_000).strip();
        assertThat(read("text,label\n" + text + ",a\n").example(0)).isEqualTo(text);
    }

    @Test
    void texts_are_read_without_labels() throws IOException {
        Path file = write("id,text\n1,one\n2,\"two, three\"\n", StandardCharsets.UTF_8);
        assertThat(CsvFile.read(file).texts("text")).containsExactly("one", "two, three");
    }

    @Test
    void pairs_keep_the_names_of_their_columns() throws IOException {
        TextPairs pairs = CsvFile.read(write("q,a\nwhy,because\n", StandardCharsets.UTF_8))
                .pairs("a", "q");
        assertThat(pairs.first(0) + " " + pairs.second(0)).isEqualTo("because why");
        assertThat(pairs.table().columnNames()).containsExactly("a", "q");
    }

    @Test
    void graded_pairs_map_the_range_of_their_scores_onto_0_to_1() throws IOException {
        GradedPairs pairs = CsvFile.read(
                        write("score,q,a\n1,why,because\n 4.0 ,who,me\n5,a,b\n", StandardCharsets.UTF_8))
                .gradedPairs("q", "a", "score", new ScoreRange(1, 5));
        assertThat(pairs.pairs().firsts()).containsExactly("why", "who", "a");
        assertThat(pairs.pairs().seconds()).containsExactly("because", "me", "b");
        assertThat(pairs.scores()).containsExactly(0, 0.75, 1);
    }

    @ParameterizedTest
    @CsvSource({"six,is not a number", "6,outside 0.0 to 5.0", "-0.1,outside 0.0 to 5.0", "NaN,outside 0.0 to 5.0"})
    void scores_that_are_no_number_in_the_range_are_refused_with_row_and_value(String score, String rule)
            throws IOException {
        CsvFile csv = CsvFile.read(write("q,a,s\nwhy,so,5\n\nwho,me," + score + "\n", StandardCharsets.UTF_8));
        assertThatThrownBy(() -> csv.gradedPairs("q", "a", "s", new ScoreRange(0, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("data.csv, row 4", score, rule);
    }

    @Test
    void the_table_holds_all_columns_as_strings() throws IOException {
        CsvFile csv = CsvFile.read(write("id,text\n007,one\n", StandardCharsets.UTF_8));
        assertThat(csv.table().columnNames()).containsExactly("id", "text");
        assertThat(csv.table().stringColumn("id").get(0)).isEqualTo("007");
    }

    @Test
    void a_missing_file_or_a_folder_is_refused() {
        assertThatThrownBy(() -> CsvFile.read(folder.resolve("no.csv")))
                .hasMessageContainingAll("no.csv", "does not exist");
        assertThatThrownBy(() -> CsvFile.read(folder)).hasMessageContaining("is a folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "\uFEFF", "\"\"\n"})
    void an_empty_file_is_refused(String text) throws IOException {
        assertRefused(text).hasMessageContaining("is empty: it needs a header and rows");
    }

    @Test
    void a_header_alone_is_refused() throws IOException {
        assertRefused("text,label\n\n").hasMessageContaining("a header but no rows");
    }

    @Test
    void a_missing_column_is_refused_with_the_nearest() throws IOException {
        assertRefused("texts,label,id\none,a,1\n")
                .hasMessageContainingAll(
                        "no column \"text\"", "\"texts\", \"label\", \"id\"", "did you mean \"texts\"?");
    }

    @Test
    void other_separators_are_pointed_out() throws IOException {
        assertRefused("text;label\none;a\n").hasMessageContaining("save the file with commas between its columns");
    }

    @Test
    void empty_cells_are_refused_with_the_row_of_the_spreadsheet() throws IOException {
        assertRefused("text,label\n\"two\nlines\",a\n\n  ,b\n").hasMessageContainingAll("row 4", "\"text\" is empty");
        assertRefused("text,label\none,a\ntwo,\n").hasMessageContainingAll("row 3", "\"label\" is empty");
        assertRefused("text,label\none,a\n,\n").hasMessageContainingAll("row 3", "\"text\" is empty");
    }

    @Test
    void ragged_rows_are_refused() throws IOException {
        assertRefused("text,label\none,a\ntwo, three,b\n")
                .hasMessageContainingAll("row 3", "3 fields", "header has 2", "quotes");
        assertRefused("text,label\none\n").hasMessageContainingAll("row 2", "1 fields", "header has 2");
    }

    @Test
    void broken_quotes_are_refused() throws IOException {
        assertRefused("text,label\none,a\n\"two,b\nthree,c\n").hasMessageContainingAll("row 3", "never closed");
        assertRefused("text,label\none,a\n\"two\" more,b\nthree,c\n")
                .hasMessageContainingAll("row 3", "after its closing quote");
    }

    @Test
    void two_columns_of_one_name_are_refused() throws IOException {
        assertRefused("text,label,Text\none,a,b\n")
                .hasMessageContainingAll("row 1", "two columns", "\"Text\"", "rename");
    }

    @Test
    void bytes_that_are_not_utf8_are_refused_with_their_line() throws IOException {
        Path file = write("text,label\none,a\ncafé,b\n", StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> CsvFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("data.csv", "line 3", "0xE9", "save it as UTF-8");
    }

    @Test
    void a_character_cut_off_at_the_end_is_refused() throws IOException {
        byte[] whole = "text,label\none,é".getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("data.csv"), java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> CsvFile.read(file)).hasMessageContainingAll("line 2", "save it as UTF-8");
    }

    @Test
    void utf16_and_workbooks_are_told_apart() throws IOException {
        Path utf16 = write("text,label\none,a\n", StandardCharsets.UTF_16);
        assertThatThrownBy(() -> CsvFile.read(utf16)).hasMessageContainingAll("UTF-16", "save it as UTF-8");
        Path workbook = write("PK\3\4rest", StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> CsvFile.read(workbook)).hasMessageContainingAll("Excel workbook", "export it as CSV");
    }

    @Test
    void a_later_error_names_the_row_of_the_file() throws IOException {
        TextDataset data = read("text,label\none,a\n\ntwo,a\nthree,rare\n");
        assertThatThrownBy(() -> data.split(0.8, 0.1, 1)).hasMessageContainingAll("data.csv", "row 5", "\"rare\"");
    }
}
