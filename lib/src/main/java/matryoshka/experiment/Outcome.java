package matryoshka.experiment;

import java.util.List;
import matryoshka.model.RunRecord;

/** What a run found, and how it came about. */
public record Outcome(List<Measurement> measurements, RunRecord record) {
    public Outcome {
        measurements = List.copyOf(measurements);
    }
}
