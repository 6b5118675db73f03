package matryoshka.data;

import java.util.List;
import matryoshka.Embeddings;

/** Labelled embeddings as examples of their own: what a classifier on a frozen encoder learns from. */
public record VectorDataset(String name, Embeddings embeddings, List<String> classes) implements Dataset<float[]> {
    public VectorDataset {
        classes = List.copyOf(classes);
        for (int i = 0; i < embeddings.rows(); i++)
            if (embeddings.label(i) < 0 || embeddings.label(i) >= classes.size())
                throw new IllegalArgumentException("row " + i + " has label " + embeddings.label(i)
                        + ", there are classes 0.." + (classes.size() - 1) + ": name all classes");
    }

    @Override
    public int size() {
        return embeddings.rows();
    }

    @Override
    public float[] example(int i) {
        return embeddings.row(i);
    }

    @Override
    public int label(int i) {
        return embeddings.label(i);
    }

    @Override
    public String sha256() {
        Fingerprint fingerprint = new Fingerprint();
        for (float value : embeddings.values()) fingerprint.add(Float.toHexString(value));
        for (int i = 0; i < size(); i++) fingerprint.add(classes.get(label(i)));
        return fingerprint.hex();
    }
}
