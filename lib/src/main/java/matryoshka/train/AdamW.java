package matryoshka.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
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
    private static final String FIRST = "first.";
    private static final String SECOND = "second.";

    private final Parameters parameters;
    private final Optimization options;
    private final ToDoubleFunction<String> share;
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

    /** @param share of the encoder's rate at which each of its parameters learns, in [0, 1] */
    AdamW(Parameters parameters, Optimization options, ToDoubleFunction<String> share, Workers workers) {
        parameters.forEach(AdamW::requireFloat);
        this.parameters = parameters;
        this.options = options;
        this.share = share;
        this.workers = workers;
    }

    private static void requireFloat(String name, INDArray array) {
        if (array.dataType() != DataType.FLOAT)
            throw new IllegalArgumentException(
                    "training needs FLOAT weights, " + name + " has " + array.dataType() + ": cast it");
    }

    /** The moments as they are, shared, under the parameters' names. */
    Parameters moments() {
        Map<String, INDArray> all = new LinkedHashMap<>();
        for (String name : parameters.names()) {
            Moments own = moments.get(name);
            if (own == null) continue;
            all.put(FIRST + name, own.first());
            all.put(SECOND + name, own.second());
        }
        return Parameters.of(all);
    }

    /** Goes on from moments that were kept after {@code steps} updates. */
    void restore(Parameters kept, int steps) {
        this.steps = steps;
        for (String name : kept.names())
            if (name.startsWith(FIRST)) {
                String parameter = name.substring(FIRST.length());
                moments.put(parameter, new Moments(kept.get(name), kept.get(SECOND + parameter)));
            }
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
        if (!Engine.hasKernels())
            return Math.sqrt(all.stream()
                    .mapToDouble(array -> Math.pow(array.norm2Number().doubleValue(), 2))
                    .sum());
        List<Run> runs = new ArrayList<>();
        for (INDArray array : all) Run.cut(Memory.address(array), array.length(), runs);
        double[] squares = new double[runs.size()];
        workers.tasks(runs.size(), i -> squares[i] = runs.get(i).sumOfSquares());
        return Math.sqrt(Arrays.stream(squares).sum());
    }

    /** A run of floats, short enough that the threads end together. */
    private record Run(long address, long offset, int floats) {
        private static final int LONGEST = 1 << 16;

        static void cut(long address, long floats, List<Run> runs) {
            for (long start = 0; start < floats; start += LONGEST)
                runs.add(new Run(address, 4 * start, (int) Math.min(LONGEST, floats - start)));
        }

        double sumOfSquares() {
            return AdamWLoop.sumOfSquares(address + offset, floats);
        }
    }

    /** Updates all parameters; {@code schedule} in [0, 1] scales the peak rates, {@code norm} is the global norm. */
    void step(Map<String, Gradient> gradients, double schedule, double norm) {
        steps++;
        float scale = (float) Math.min(1, options.clipNorm() / Math.max(norm, 1e-12));
        List<String> names =
                parameters.names().stream().filter(gradients::containsKey).toList();
        for (String name : names) moments.computeIfAbsent(name, n -> Moments.of(parameters.get(n)));
        List<Runnable> updates = new ArrayList<>();
        for (String name : names) updates(name, gradients.get(name), loop(name, schedule, scale), updates);
        workers.tasks(updates.size(), i -> updates.get(i).run());
    }

    private AdamWLoop loop(String name, double schedule, float scale) {
        double rate = schedule
                * (MatryoshkaModel.isHead(name) ? headRate(name) : options.encoderRate() * share.applyAsDouble(name));
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

    /** The updates of one parameter, in pieces that may run at the same time. */
    private void updates(String name, Gradient gradient, AdamWLoop loop, List<Runnable> updates) {
        INDArray parameter = parameters.get(name);
        INDArray first = moments.get(name).first();
        INDArray second = moments.get(name).second();
        if (!Engine.hasKernels()) {
            loop.run(parameter, gradient.values(), first, second);
            return;
        }
        Update update = new Update(
                loop,
                Memory.address(parameter),
                Memory.address(gradient.values()),
                Memory.address(first),
                Memory.address(second));
        switch (gradient) {
            case Gradient.Dense dense -> {
                List<Run> runs = new ArrayList<>();
                Run.cut(update.parameter(), parameter.length(), runs);
                for (Run run : runs) updates.add(() -> update.run(run.offset(), run.offset(), run.floats()));
            }
            case Gradient.Rows rows ->
                updates.add(() -> {
                    int width = Math.toIntExact(parameter.size(1));
                    for (int i = 0; i < rows.ids().length; i++)
                        update.run(4L * rows.ids()[i] * width, 4L * i * width, width);
                });
        }
    }

    /** Where a parameter, its gradient and its moments lie. */
    private record Update(AdamWLoop loop, long parameter, long gradient, long first, long second) {
        /** Of {@code floats} numbers from an offset in bytes; the gradient's may be another. */
        void run(long offset, long gradientOffset, int floats) {
            loop.run(parameter + offset, gradient + gradientOffset, first + offset, second + offset, floats);
        }
    }
}
