package matryoshka.train;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import matryoshka.encoder.Parameters;
import matryoshka.engine.AdamWLoop;
import matryoshka.engine.Engine;
import matryoshka.engine.Gradient;
import matryoshka.engine.Memory;
import matryoshka.engine.Workers;
import matryoshka.model.MatryoshkaModel;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * AdamW with decoupled weight decay (Loshchilov and Hutter 2019, arXiv:1711.05101), β = (0.9, 0.999), ε = 1e-8, and
 * clipping by global norm; encoder and heads have rates of their own. Biases and layer norms do not decay. Of a table
 * whose gradient comes by rows, only the rows a batch touched are updated and decayed.
 */
final class AdamW {
    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final Parameters parameters;
    private final TrainOptions options;
    private final Workers workers;
    private final Map<String, Moments> moments = new HashMap<>();
    private int steps;

    private record Moments(INDArray first, INDArray second) {
        static Moments of(INDArray parameter) {
            return new Moments(
                    Nd4j.zeros(parameter.dataType(), parameter.shape()),
                    Nd4j.zeros(parameter.dataType(), parameter.shape()));
        }
    }

    AdamW(Parameters parameters, TrainOptions options, Workers workers) {
        parameters.forEach(AdamW::requireFloat);
        this.parameters = parameters;
        this.options = options;
        this.workers = workers;
    }

    private static void requireFloat(String name, INDArray array) {
        if (array.dataType() != DataType.FLOAT)
            throw new IllegalArgumentException(
                    "training needs FLOAT weights, " + name + " has " + array.dataType() + ": cast it");
    }

    /** √Σ g² over all gradients. */
    double gradientNorm(Map<String, Gradient> gradients) {
        return norm(parameters.names().stream()
                .filter(gradients::containsKey)
                .map(name -> gradients.get(name).values())
                .toList());
    }

    /** √Σ θ² over all parameters; not finite if one of them is not. */
    double weightNorm() {
        return norm(parameters.names().stream().map(parameters::get).toList());
    }

    private double norm(List<INDArray> all) {
        if (!Engine.onCpu())
            return Math.sqrt(all.stream()
                    .mapToDouble(array -> Math.pow(array.norm2Number().doubleValue(), 2))
                    .sum());
        double[] squares = new double[all.size()];
        workers.parallel(all.size(), 1, (from, to) -> {
            for (int i = (int) from; i < to; i++)
                squares[i] = Memory.sumOfSquares(
                        Memory.address(all.get(i)), all.get(i).length());
        });
        double sum = 0;
        for (double square : squares) sum += square;
        return Math.sqrt(sum);
    }

    /** Updates all parameters; {@code schedule} in [0, 1] scales the peak rates, {@code norm} is the global norm. */
    void step(Map<String, Gradient> gradients, double schedule, double norm) {
        steps++;
        float scale = (float) Math.min(1, options.clipNorm() / Math.max(norm, 1e-12));
        List<String> names =
                parameters.names().stream().filter(gradients::containsKey).toList();
        for (String name : names) moments.computeIfAbsent(name, n -> Moments.of(parameters.get(n)));
        workers.parallel(names.size(), 1, (from, to) -> {
            for (String name : names.subList((int) from, (int) to))
                update(name, gradients.get(name), loop(name, schedule, scale));
        });
    }

    private AdamWLoop loop(String name, double schedule, float scale) {
        double rate = schedule * (MatryoshkaModel.isHead(name) ? headRate(name) : options.encoderRate());
        double decay = name.endsWith(".bias") || name.contains("LayerNorm") ? 0 : options.weightDecay();
        return new AdamWLoop(
                (float) rate,
                (float) decay,
                BETA_1,
                BETA_2,
                EPSILON,
                (float) (1 - Math.pow(BETA_1, steps)),
                (float) (1 - Math.pow(BETA_2, steps)),
                scale);
    }

    /** Smaller the more inputs m the head has: headRate/√m. */
    private double headRate(String name) {
        return options.headRate()
                / Math.sqrt(parameters.get(name.replace(".bias", ".weight")).size(0));
    }

    private void update(String name, Gradient gradient, AdamWLoop loop) {
        INDArray parameter = parameters.get(name);
        if (!Engine.onCpu()) {
            loop.run(
                    parameter,
                    gradient.values(),
                    moments.get(name).first(),
                    moments.get(name).second());
            return;
        }
        long address = Memory.address(parameter);
        long first = Memory.address(moments.get(name).first());
        long second = Memory.address(moments.get(name).second());
        long values = Memory.address(gradient.values());
        switch (gradient) {
            case Gradient.Dense dense -> loop.run(address, values, first, second, Math.toIntExact(parameter.length()));
            case Gradient.Rows rows -> {
                int width = Math.toIntExact(parameter.size(1));
                for (int i = 0; i < rows.ids().length; i++) {
                    long row = 4L * rows.ids()[i] * width;
                    loop.run(address + row, values + 4L * i * width, first + row, second + row, width);
                }
            }
        }
    }
}
