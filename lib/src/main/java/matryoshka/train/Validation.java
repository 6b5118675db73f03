package matryoshka.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.data.TrainingData;
import matryoshka.model.MatryoshkaLoss;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.Objective;
import matryoshka.model.TrainingPrograms;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Loss and score of held-out data at every nesting dim; the loss is that of training, on batches of its size. */
record Validation<X, D extends TrainingData<X>>(
        MatryoshkaModel<X> model, Objective<? super D> objective, TrainingPrograms programs, int batchSize) {

    List<EpochReport.DimensionLoss> of(D data) {
        int[] items = IntStream.range(0, data.size()).toArray();
        Embeddings z = model.embed(TrainingStep.examples(data, items));
        SortedMap<Integer, Double> losses = new TreeMap<>();
        for (int start = 0; start < items.length; start += batchSize) {
            int[] batch = Arrays.copyOfRange(items, start, Math.min(items.length, start + batchSize));
            addLosses(data, batch, z, losses);
        }
        List<EpochReport.DimensionLoss> found = new ArrayList<>();
        losses.forEach((dim, sum) -> found.add(
                new EpochReport.DimensionLoss(dim, sum / items.length, objective.score(data, z, model, dim))));
        return found;
    }

    private void addLosses(D data, int[] batch, Embeddings z, SortedMap<Integer, Double> losses) {
        NestingDims dims = model.config().dims();
        double[] once = new double[dims.size()];
        Arrays.fill(once, 1);
        Map<String, INDArray> feed = new HashMap<>(objective.targets(data, batch));
        feed.putAll(MatryoshkaLoss.importance(dims, once));
        feed.put(TrainingPrograms.EMBEDDINGS, rows(z, batch, data.size()));
        Map<String, INDArray> outputs = programs.loss().run(feed).outputs();
        for (int dim : dims.dims())
            losses.merge(dim, batch.length * outputs.get(MatryoshkaLoss.at(dim)).getDouble(0), Double::sum);
    }

    /** The rows of a batch: its first sides, then its second ones. */
    private static INDArray rows(Embeddings z, int[] batch, int items) {
        int[] rows = IntStream.range(0, z.rows() / items)
                .flatMap(side -> Arrays.stream(batch).map(item -> side * items + item))
                .toArray();
        return Nd4j.create(z.select(rows).values(), new long[] {rows.length, z.dimension()}, 'c');
    }
}
