package matryoshka.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import matryoshka.data.LongTail;
import matryoshka.evaluate.ClassAccuracy;
import matryoshka.evaluate.Metric;
import matryoshka.evaluate.NearestClassMean;
import matryoshka.model.NestedHeads;

/**
 * Of models that learned from classes of very unequal size: the mean accuracy of the largest, the middle and the smallest
 * third of the classes at every dim, by the head and by nearest class mean.
 */
final class TailClasses<X> implements Further<X> {
    private final Task.Source<LongTail> learned;

    /** @param learned what the models learned from */
    TailClasses(Task.Source<LongTail> learned) {
        this.learned = learned;
    }

    @Override
    public List<Measurement> measure(Trained<X> trained) throws IOException {
        LongTail longTail = learned.load();
        NestedHeads heads = trained.model().heads();
        NearestClassMean means = NearestClassMean.of(
                trained.database(), trained.queries(), trained.dims(), NearestClassMean.ALL, trained.seed());
        int[] labels = trained.queries().labels();
        List<Measurement> found = new ArrayList<>();
        for (int dim : trained.dims().dims()) {
            int[] byHead = heads.topClasses(trained.queries(), dim);
            ClassAccuracy head = ClassAccuracy.of(labels, byHead, heads.classes());
            ClassAccuracy mean = ClassAccuracy.of(labels, means.predictions(dim), heads.classes());
            for (LongTail.Third third : LongTail.Third.values()) {
                int[] classes = longTail.classes(third);
                String condition = Measurement.third(third.name().toLowerCase(Locale.ROOT));
                found.add(value(trained, dim, Metric.TOP1, condition, head.meanOf(classes)));
                found.add(value(trained, dim, Measurement.CLASS_MEAN, condition, mean.meanOf(classes)));
            }
        }
        return found;
    }

    private Measurement value(Trained<X> trained, int dim, String metric, String condition, double accuracy) {
        return new Measurement(trained.method(), dim, Measurement.under(metric, condition), accuracy);
    }
}
