/**
 * Labelled texts: from a Tablesaw table, a CSV file or a named source ({@link matryoshka.data.Datasets}) to a
 * {@link matryoshka.data.TextDataset}, its stratified samples and its {@link matryoshka.data.Split split}; likewise
 * {@link matryoshka.data.TextPairs} that belong together and {@link matryoshka.data.GradedPairs} with a similarity.
 * What is harder than the training data: {@link matryoshka.data.TextCorruption}, {@link matryoshka.data.LongTail}.
 *
 * <p>What is wrong with the data is said as an {@link java.lang.IllegalArgumentException} that names the file, the row
 * as a spreadsheet numbers it (the header is row 1) and the remedy; what is wrong with the disk as an
 * {@link java.io.UncheckedIOException}.
 */
package matryoshka.data;
