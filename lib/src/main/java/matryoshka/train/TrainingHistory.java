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

    /** One row an epoch and dim: epoch, dim, validation loss, validation score under its metric's name. */
    public Table validationTable() {
        IntColumn epoch = IntColumn.create("epoch");
        IntColumn dim = IntColumn.create("dim");
        DoubleColumn loss = DoubleColumn.create("loss");
        DoubleColumn score = DoubleColumn.create(
                epochs.isEmpty() ? "score" : epochs.getFirst().metric());
        for (EpochReport report : epochs)
            for (EpochReport.DimensionLoss at : report.validation()) {
                epoch.append(report.epoch());
                dim.append(at.dim());
                loss.append(at.loss());
                score.append(at.score());
            }
        return Table.create("validation", epoch, dim, loss, score);
    }

    /**
     * One row for every looked-at step and two dims (each with itself, too): step, dim, other, norm of dim's gradient,
     * cosine of both.
     */
    public Table gradientTable() {
        IntColumn step = IntColumn.create("step"), dim = IntColumn.create("dim"), other = IntColumn.create("other");
        DoubleColumn norm = DoubleColumn.create("norm"), cosine = DoubleColumn.create("cosine");
        for (StepReport report : steps) {
            GradientReport gradients = report.gradients();
            if (gradients == null) continue;
            for (int i = 0; i < gradients.dims().size(); i++)
                for (int j = 0; j < gradients.dims().size(); j++) {
                    step.append(report.step());
                    dim.append(gradients.dims().get(i));
                    other.append(gradients.dims().get(j));
                    norm.append(gradients.norms().get(i));
                    cosine.append(gradients.cosines().get(i).get(j));
                }
        }
        return Table.create("gradients", step, dim, other, norm, cosine);
    }

    /** Short, since a record's own would list every step. */
    @Override
    public String toString() {
        return "TrainingHistory[" + steps.size() + " steps, " + epochs.size() + " epochs validated"
                + (interrupted ? ", interrupted]" : "]");
    }
}
