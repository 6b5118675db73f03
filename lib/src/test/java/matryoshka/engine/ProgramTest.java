package matryoshka.engine;

import static matryoshka.engine.Parity.agree;
import static matryoshka.engine.Parity.close;
import static matryoshka.engine.Parity.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ProgramTest {
    // a length of 1 makes SameDiff's own session throw
    private static final int[][] SHAPES = {{2, 2}, {2, 5}, {3, 7}, {2, 5}, {1, 9}, {5, 2}, {3, 7}, {2, 5}};

    private final Engine engine = Engine.vectorized(2);

    @AfterEach
    void close_engine() {
        engine.close();
    }

    private static TinyNetwork network() {
        return new TinyNetwork(DataType.FLOAT, 20);
    }

    private static Program.Step copy(Program.Step step) {
        Map<String, INDArray> outputs = new HashMap<>();
        step.outputs().forEach((name, value) -> outputs.put(name, value.dup('c')));
        Map<String, Gradient> gradients = new HashMap<>();
        step.gradients()
                .forEach((name, gradient) -> gradients.put(
                        name,
                        switch (gradient) {
                            case Gradient.Dense(INDArray values) -> new Gradient.Dense(values.dup('c'));
                            case Gradient.Rows(int[] ids, INDArray values) -> new Gradient.Rows(ids, values.dup('c'));
                        }));
        return new Program.Step(outputs, gradients);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void other_values_and_shapes_give_the_right_results_again_and_again(int threads) {
        TinyNetwork network = network();
        try (Engine vectorized = Engine.vectorized(threads)) {
            Program fast = network.gradient(vectorized);
            Program plain = network().gradient(Engine.plain());
            for (int round = 0; round < SHAPES.length; round++) {
                Map<String, INDArray> feed = network.feed(round, SHAPES[round][0], SHAPES[round][1]);
                agree(plain.run(feed), fast.run(feed));
            }
        }
    }

    @Test
    void texts_of_one_token_give_what_they_give_padded() {
        TinyNetwork network = network();
        Program program = engine.forward(network.graph, List.of(TinyNetwork.POOLED));
        for (int batch : new int[] {1, 4}) {
            Map<String, INDArray> padded = new HashMap<>(network.feed(1, batch, 3));
            Map<String, INDArray> single = new HashMap<>(network.feed(2, batch, 1));
            INDArray mask = Nd4j.zeros(DataType.FLOAT, batch, 3);
            for (int b = 0; b < batch; b++) {
                mask.putScalar(b, 0, 1);
                for (String ids : List.of("ids", "types_ids"))
                    padded.get(ids).putScalar(3L * b, single.get(ids).getInt(b));
            }
            padded.put("mask", mask);
            INDArray expected =
                    program.run(padded).outputs().get(TinyNetwork.POOLED).dup('c');
            close("pooled", expected, program.run(single).outputs().get(TinyNetwork.POOLED));
        }
    }

    @Test
    void the_same_run_gives_the_same_bits() {
        TinyNetwork network = network();
        Program program = network.gradient(engine);
        Map<String, INDArray> feed = network.feed(1, 4, 16);
        Program.Step first = copy(program.run(feed));
        program.run(network.feed(2, 4, 16));
        program.run(network.feed(3, 2, 3));
        Program.Step again = program.run(feed);
        first.outputs()
                .forEach((name, value) -> assertThat(again.outputs().get(name)).isEqualTo(value));
        first.gradients()
                .forEach((name, gradient) ->
                        assertThat(again.gradients().get(name).values()).isEqualTo(gradient.values()));
    }

    @Test
    void two_programs_of_one_engine_run_in_turn() {
        TinyNetwork network = network();
        Program forward = engine.forward(network.graph, List.of(TinyNetwork.POOLED));
        Program gradient = network.gradient(engine);
        for (int round = 0; round < 4; round++) {
            Map<String, INDArray> feed = network.feed(round, 2 + round % 2, 5);
            INDArray pooled =
                    forward.run(feed).outputs().get(TinyNetwork.POOLED).dup('c');
            close("pooled", pooled, gradient.run(feed).outputs().get(TinyNetwork.POOLED));
        }
    }

    @Test
    void two_engines_in_two_threads_work_at_once() throws Exception {
        List<Callable<List<Program.Step>>> jobs = List.of(() -> steps(1), () -> steps(2));
        List<List<Program.Step>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (var done : threads.invokeAll(jobs)) results.add(done.get());
        }
        Program plain = network().gradient(Engine.plain());
        TinyNetwork network = network();
        for (int job = 0; job < 2; job++)
            for (int round = 0; round < 20; round++)
                agree(
                        plain.run(network.feed(100 * (job + 1) + round, 3, 5)),
                        results.get(job).get(round));
    }

    private static List<Program.Step> steps(int job) {
        TinyNetwork network = network();
        List<Program.Step> steps = new ArrayList<>();
        try (Engine own = Engine.vectorized(2)) {
            Program program = network.gradient(own);
            for (int round = 0; round < 20; round++)
                steps.add(copy(program.run(network.feed(100 * job + round, 3, 5))));
        }
        return steps;
    }

    @Test
    void parameters_changed_in_place_are_seen() {
        TinyNetwork network = network();
        TinyNetwork twin = network();
        Program fast = network.gradient(engine);
        Program plain = twin.gradient(Engine.plain());
        Map<String, INDArray> feed = network.feed(1, 3, 5);
        for (int round = 0; round < 3; round++) {
            agree(plain.run(feed), fast.run(feed));
            for (TinyNetwork each : List.of(network, twin))
                each.parameters
                        .values()
                        .forEach(parameter -> parameter.muli(1.1).addi(0.02));
        }
    }

    @Test
    void a_missing_placeholder_is_named() {
        TinyNetwork network = network();
        Map<String, INDArray> feed = new HashMap<>(network.feed(1, 2, 3));
        feed.remove("mask");
        for (Engine each : List.of(engine, Engine.plain()))
            assertThatThrownBy(() -> network.gradient(each).run(feed))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("mask");
    }

    @Test
    void an_output_or_loss_that_is_not_in_the_graph_is_named() {
        for (Engine each : List.of(engine, Engine.plain())) {
            assertThatThrownBy(() -> each.forward(network().graph, List.of("pooed")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"pooed\" is not in the graph");
            assertThatThrownBy(() -> each.gradient(network().graph, "los", List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"los\" is not in the graph");
        }
    }

    @Test
    void placeholders_parameters_and_views_can_be_outputs() {
        for (Engine each : List.of(engine, Engine.plain())) {
            SameDiff graph = SameDiff.create();
            SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 6);
            SDVariable p = graph.var("p", normal(1, 6));
            x.reshape(-1, 3).rename("placeholder view");
            SDVariable y = x.mul(p).rename("y");
            y.reshape(-1, 2).rename("view");
            graph.identity(graph.getVariable("view")).rename("view of a view");
            y.mul(2).mul(3).mul(4).rename("later");
            List<String> names = List.of("x", "p", "placeholder view", "y", "view", "view of a view", "later");
            Program program = each.forward(graph, names);
            for (int round = 0; round < 3; round++) {
                INDArray value = normal(10 + round, 2 + round % 2, 6);
                Map<String, INDArray> outputs = program.run(Map.of("x", value)).outputs();
                INDArray product = value.mulRowVector(p.getArr());
                close("x", value, outputs.get("x"));
                close("p", p.getArr(), outputs.get("p"));
                close("placeholder view", value.reshape(-1, 3), outputs.get("placeholder view"));
                close("y", product, outputs.get("y"));
                close("view", product.reshape(-1, 2), outputs.get("view"));
                close("view of a view", product.reshape(-1, 2), outputs.get("view of a view"));
                close("later", product.mul(24), outputs.get("later"));
            }
        }
    }

    @Test
    void a_value_is_kept_while_a_reshape_of_it_or_it_itself_is_still_read() {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 6).mul(2);
        SDVariable view = x.reshape(-1, 3);
        SDVariable other = x.add(1).mul(x.sub(1)).reshape(-1, 3);
        view.add(other).add(graph.identity(x).reshape(-1, 3)).rename("y");
        Program program = engine.forward(graph, List.of("y"));
        for (int round = 0; round < 3; round++) {
            INDArray value = normal(round, 4, 6);
            INDArray twice = value.mul(2);
            INDArray expected = twice.mul(twice).sub(1).add(twice).add(twice).reshape(-1, 3);
            close("y", expected, program.run(Map.of("x", value)).outputs().get("y"));
        }
    }

    @Test
    void gradients_that_are_the_same_numbers_are_both_right() {
        agree(sd ->
                sd.var("a", normal(1, 4, 5)).add(sd.var("b", normal(2, 4, 5))).add(sd.var("c", normal(3, 5))));
    }

    @Test
    void placeholders_may_be_views_and_of_another_float_type() {
        SameDiff graph = SameDiff.create();
        graph.placeHolder("x", DataType.FLOAT, -1, -1).mul(2).rename("y");
        Program program = engine.forward(graph, List.of("y"));
        INDArray value = normal(1, 4, 6);
        for (INDArray each :
                List.of(value.castTo(DataType.DOUBLE), value, value.dup('f'), value.castTo(DataType.DOUBLE))) {
            INDArray y = program.run(Map.of("x", each)).outputs().get("y");
            assertThat(y.dataType()).isEqualTo(DataType.FLOAT);
            close("y", value.mul(2), y);
        }
        close(
                "y",
                value.transpose().mul(2),
                program.run(Map.of("x", value.transpose())).outputs().get("y"));
    }

    @Test
    void values_that_follow_from_shapes_alone_survive_runs_of_other_shapes() {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 4);
        SDVariable size = x.shape().castTo(DataType.FLOAT).mul(2).add(1); // 2R + 1, 9
        x.mul(3).mul(size.sum()).rename("y");
        Program program = engine.forward(graph, List.of("y"));
        for (int rows : new int[] {3, 5, 3, 5, 5, 3}) {
            INDArray value = normal(rows, rows, 4);
            close(
                    "y",
                    value.mul(3 * (2 * rows + 10)),
                    program.run(Map.of("x", value)).outputs().get("y"));
        }
    }

    @Test
    void memory_does_not_grow_after_the_first_step_of_every_shape() {
        BufferPool pool = new BufferPool();
        TinyNetwork network = network();
        AllGradients gradients = AllGradients.of(network.graph, TinyNetwork.LOSS);
        Program program = new VectorProgram(
                gradients.graph(), List.of(TinyNetwork.LOSS), gradients.sources(), engine.workers(), pool);
        for (int[] shape : SHAPES) program.run(network.feed(1, shape[0], shape[1]));
        long bytes = pool.bytes();
        assertThat(bytes).isPositive();
        for (int round = 0; round < 300; round++) {
            int[] shape = SHAPES[round % SHAPES.length];
            program.run(network.feed(round, shape[0], shape[1]));
        }
        assertThat(pool.bytes()).isEqualTo(bytes);
    }

    @Test
    void a_gradient_asked_for_twice_is_the_same() {
        TinyNetwork network = network();
        Map<String, INDArray> feed = network.feed(1, 2, 3);
        Program.Step first = copy(network.gradient(engine).run(feed));
        agree(first, network.gradient(engine).run(feed));
    }
}
