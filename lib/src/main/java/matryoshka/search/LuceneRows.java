package matryoshka.search;

import java.util.ArrayList;
import java.util.List;
import matryoshka.Embeddings;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.VectorSimilarityFunction;

/** Rows as the documents that {@link LuceneExport} describes. */
record LuceneRows(Catalog catalog, int shortDim) {
    /** Of {@code part} [n, D], the rows {@code first} and on. */
    List<Document> documents(Embeddings part, int first) {
        Checks.finite(part, "database", first);
        Embeddings full = part.normalize(), prefix = part.prefix(shortDim).normalize();
        List<Document> documents = new ArrayList<>(part.rows());
        for (int i = 0; i < part.rows(); i++) {
            Document document = known(first + i);
            document.add(vector(LuceneExport.PREFIX, prefix.row(i)));
            document.add(vector(LuceneExport.FULL, full.row(i)));
            documents.add(document);
        }
        return documents;
    }

    private Document known(int row) {
        Document document = new Document();
        document.add(new StringField(LuceneExport.ID, catalog.ids().get(row), Field.Store.YES));
        String text = catalog.texts().isEmpty() ? "" : catalog.texts().get(row);
        String label = catalog.labels().isEmpty() ? "" : catalog.labels().get(row);
        if (!text.isEmpty()) document.add(new TextField(LuceneExport.TEXT, text, Field.Store.YES));
        if (!label.isEmpty()) document.add(new StringField(LuceneExport.LABEL, label, Field.Store.YES));
        return document;
    }

    private static Field vector(String field, float[] numbers) {
        return new KnnFloatVectorField(field, numbers, VectorSimilarityFunction.DOT_PRODUCT);
    }
}
