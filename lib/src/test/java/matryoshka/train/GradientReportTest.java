package matryoshka.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import matryoshka.Embeddings;
import matryoshka.NestingDims;
import matryoshka.bert.TinyBert;
import matryoshka.data.Split;
import matryoshka.data.TextDataset;
import matryoshka.data.TrainingData;
import matryoshka.engine.Engine;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.model.MatryoshkaLoss;
import matryoshka.model.MatryoshkaModel;
import matryoshka.model.TinyTask;
import matryoshka.model.TrainingPrograms;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.Table;

class GradientReportTest {
    private static final Engine ENGINE = Engine.vectorized(2);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    /** ∂(Σ c_m·L_m)/∂z [R, D], row by row, as a model's own loss program finds it. */
    private static double[] gradient(MatryoshkaModel<String> model, TinyTask<?> task, double... importance) {
        Embeddings z = model.embed(examples(task));
        Map<String, INDArray> feed = new HashMap<>(targets(task));
        feed.putAll(MatryoshkaLoss.importance(model.config().dims(), importance));
        feed.put(TrainingPrograms.EMBEDDINGS, Nd4j.create(z.values(), new long[] {z.rows(), z.dimension()}, 'c'));
        return model.programs(task.objective(), name -> true)
                .loss()
                .run(feed)
                .gradients()
                .get(TrainingPrograms.EMBEDDINGS)
                .values()
                .dup('c')
                .data()
                .asDouble();
    }

    private static <D extends TrainingData<String>> Map<String, INDArray> targets(TinyTask<D> task) {
        return task.objective().targets(task.data(), task.items());
    }

    private static <D extends TrainingData<String>> List<String> examples(TinyTask<D> task) {
        return TrainingStep.examples(task.data(), task.items());
    }

    private static <D extends TrainingData<String>> TrainingStep.Result look(
            MatryoshkaModel<String> model, TinyTask<D> task, int chunk) {
        TrainOptions options = TrainOptions.defaults().withChunkSize(chunk);
        return new TrainingStep<String, D>(model, task.objective(), options)
                .gradientsByDim(
                        new TrainingStep.Batch<>(task.data(), task.items(), task.importance()),
                        new SplittableRandom(1));
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double cosine(double[] a, double[] b) {
        double lengths = Math.sqrt(product(a, a) * product(b, b));
        return lengths == 0 ? 0 : product(a, b) / lengths;
    }

    /** What a model that knows one dim alone would feel. */
    private static double[] alone(TinyTask<?> task, int dim) {
        MatryoshkaConfig config = MatryoshkaConfig.embedding(NestingDims.of(dim));
        MatryoshkaModel<String> model =
                MatryoshkaModel.create(task.model(0, ENGINE).encoder(), config, ENGINE);
        return gradient(model, task, 1);
    }

    @ParameterizedTest
    @MethodSource("matryoshka.model.TinyTask#ofPairs")
    void norms_and_cosines_are_those_of_models_of_one_dim_each(TinyTask<?> task) {
        for (int chunk : new int[] {4, 1000}) {
            GradientReport report = look(task.model(0, ENGINE), task, chunk).byDim();
            List<Integer> dims = task.config().dims().dims();
            assertThat(report.dims()).isEqualTo(dims);
            for (int i = 0; i < dims.size(); i++) {
                double[] own = alone(task, dims.get(i));
                assertThat(report.norms().get(i)).isCloseTo(Math.sqrt(product(own, own)), within(1e-5));
                if (dims.get(i) == 1) continue; // of one number the cosine is a sign: all gradients are rounding
                for (int j = 1; j < dims.size(); j++)
                    assertThat(report.cosines().get(i).get(j))
                            .isCloseTo(cosine(own, alone(task, dims.get(j))), within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("matryoshka.model.TinyTask#all")
    void the_gradient_of_the_loss_is_the_weighted_sum_of_those_of_the_dims(TinyTask<?> task) {
        MatryoshkaModel<String> model = task.model(0, ENGINE);
        double[] importance = task.importance();
        double[] whole = gradient(model, task, importance), sum = new double[whole.length];
        GradientReport report = look(model, task, 4).byDim();
        for (int m = 0; m < importance.length; m++) {
            double[] one = new double[importance.length];
            one[m] = 1;
            double[] gradient = gradient(model, task, one);
            for (int i = 0; i < sum.length; i++) sum[i] += importance[m] * gradient[i];
            assertThat(report.norms().get(m)).isCloseTo(Math.sqrt(product(gradient, gradient)), within(1e-5));
        }
        assertThat(sum).containsExactly(whole, within(1e-5));
    }

    @ParameterizedTest
    @MethodSource("matryoshka.model.TinyTask#all")
    void a_look_changes_no_gradient(TinyTask<?> task) {
        for (int chunk : new int[] {4, 1000}) checkUnchanged(task, chunk);
    }

    private static <D extends TrainingData<String>> void checkUnchanged(TinyTask<D> task, int chunk) {
        MatryoshkaModel<String> model = task.model(0, ENGINE);
        TrainingStep.Result looked = look(model, task, chunk);
        TrainingStep.Result plain = new TrainingStep<String, D>(
                        model, task.objective(), TrainOptions.defaults().withChunkSize(chunk))
                .gradients(
                        new TrainingStep.Batch<>(task.data(), task.items(), task.importance()),
                        new SplittableRandom(1));
        assertThat(plain.byDim()).isNull();
        Dense.of(looked.gradients(), model.parameters())
                .assertClose(Dense.of(plain.gradients(), model.parameters()), 1e-5);
    }

    @Test
    void training_looks_every_so_many_steps_and_the_table_has_every_two_dims() {
        Split<TextDataset> split = TinyTraining.split(TinyTraining.dataset(1));
        MatryoshkaModel<String> model = MatryoshkaModel.create(
                TinyBert.encoder(1),
                MatryoshkaConfig.of(TinyTraining.DIMS, split.train().classes()),
                ENGINE);
        TrainOptions options =
                TrainOptions.defaults().withEpochs(2).withBatchSize(8).withGradientsEvery(3);
        TrainingHistory history = new Trainer(options).fit(model, split);
        history.steps()
                .forEach(step -> assertThat(step.gradients() != null)
                        .as("step %d", step.step())
                        .isEqualTo(step.step() % 3 == 0));
        Table table = history.gradientTable();
        assertThat(table.rowCount()).isEqualTo(2 * 3 * 3);
        for (var row : table) {
            GradientReport report = history.steps().get(row.getInt("step") - 1).gradients();
            int i = report.dims().indexOf(row.getInt("dim")), j = report.dims().indexOf(row.getInt("other"));
            assertThat(row.getDouble("norm")).isEqualTo(report.norms().get(i)).isPositive();
            assertThat(row.getDouble("cosine"))
                    .isEqualTo(report.cosines().get(i).get(j));
            if (i == j) assertThat(row.getDouble("cosine")).isCloseTo(1, within(1e-5));
        }
    }
}
