package matryoshka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * An Arrow file of embeddings as Arrow's own reader sees it: its columns with their types, all cells by column, the
 * rows of each batch, and the schema's metadata.
 */
public record ArrowContent(
        List<String> columns,
        List<String> texts,
        List<String> labels,
        List<Float> values,
        List<Integer> batches,
        Map<String, String> metadata) {
    public static ArrowContent read(Path file) throws IOException {
        try (BufferAllocator memory = new RootAllocator();
                ArrowFileReader reader = new ArrowFileReader(Files.newByteChannel(file), memory)) {
            VectorSchemaRoot batch = reader.getVectorSchemaRoot();
            List<String> columns = batch.getSchema().getFields().stream()
                    .map(Field::toString)
                    .map(each -> each.replaceAll("<.*>", ""))
                    .toList();
            Map<String, String> metadata = batch.getSchema().getCustomMetadata();
            ArrowContent content = new ArrowContent(
                    columns, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), metadata);
            while (reader.loadNextBatch()) content.add(batch);
            return content;
        }
    }

    private void add(VectorSchemaRoot batch) {
        batches.add(batch.getRowCount());
        batch.getFieldVectors()
                .forEach(column -> assertThat(column.getNullCount()).isZero());
        addWords(batch.getVector("text"), texts);
        addWords(batch.getVector("label"), labels);
        addNumbers((FixedSizeListVector) batch.getVector("embedding"));
    }

    private static void addWords(FieldVector column, List<String> words) {
        if (column == null) return;
        for (int i = 0; i < column.getValueCount(); i++)
            words.add(((VarCharVector) column).getObject(i).toString());
    }

    private void addNumbers(FixedSizeListVector column) {
        Float4Vector numbers = (Float4Vector) column.getDataVector();
        assertThat(numbers.getValueCount()).isEqualTo(column.getValueCount() * column.getListSize());
        assertThat(numbers.getNullCount()).isZero();
        for (int i = 0; i < numbers.getValueCount(); i++) values.add(numbers.get(i));
    }
}
