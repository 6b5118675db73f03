package matryoshka.train;

import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** All steps and validations of a training; {@code interrupted} if it was stopped before its end. */
public record TrainingHistory(List<StepReport> steps, List<EpochReport> epochs, boolean interrupted) {
    public TrainingHistory {
        steps = List.copyOf(steps);
        epochs = List.copyOf(epochs);
    }

    /** One row a step and dim: epoch, step, dim, loss. */
    public Table toTable() {
        IntColumn epoch = IntColumn.create("epoch");
        IntColumn step = IntColumn.create("step");
        IntColumn dim = IntColumn.create("dim");
        DoubleColumn loss = DoubleColumn.create("loss");
        for (StepReport report : steps)
            report.lossByDim().forEach((m, value) -> {
                epoch.append(report.epoch());
                step.append(report.step());
                dim.append(m);
                loss.append(value);
            });
        return Table.create("training", epoch, step, dim, loss);
    }

    /** One row an epoch and dim: epoch, dim, validation loss, validation accuracy. */
    public Table validationTable() {
        IntColumn epoch = IntColumn.create("epoch");
        IntColumn dim = IntColumn.create("dim");
        DoubleColumn loss = DoubleColumn.create("loss");
        DoubleColumn accuracy = DoubleColumn.create("accuracy");
        for (EpochReport report : epochs)
            for (EpochReport.DimensionLoss at : report.validation()) {
                epoch.append(report.epoch());
                dim.append(at.dim());
                loss.append(at.loss());
                accuracy.append(at.accuracy());
            }
        return Table.create("validation", epoch, dim, loss, accuracy);
    }

    /** Short, since a record's own would list every step. */
    @Override
    public String toString() {
        return "TrainingHistory[" + steps.size() + " steps, " + epochs.size() + " epochs validated"
                + (interrupted ? ", interrupted]" : "]");
    }
}
