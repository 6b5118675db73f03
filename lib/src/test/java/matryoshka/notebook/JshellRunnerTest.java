package matryoshka.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JshellRunnerTest {
    private static final String REACHED = "matryoshka.test.reached";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @AfterEach
    void forget() {
        System.clearProperty(REACHED);
    }

    @Test
    void a_script_of_the_library_runs_to_its_end() throws IOException {
        int exit = run("""
                // comments, imports, methods over lines, control flow: what scripts are made of
                import matryoshka.NestingDims;
                /* the smallest
                   of the dims */
                int smallest(NestingDims dims) {
                    return dims.smallest();
                }
                record Pair(int first, int second) {}
                int sum = 0;
                for (int i = 0; i < 3; i++) {
                    sum += smallest(NestingDims.of(8, 16));
                }
                System.setProperty("matryoshka.test.reached", String.valueOf(new Pair(sum, 1)));
                """);
        assertThat(errors()).isEmpty();
        assertThat(exit).isZero();
        assertThat(System.getProperty(REACHED)).isEqualTo("Pair[first=24, second=1]");
    }

    /** A thread of the snippet's own would be waited for with all it starts, and some of those never end. */
    @Test
    void snippets_run_on_the_thread_that_runs_the_script() throws IOException {
        int exit = run("""
                import java.util.concurrent.locks.LockSupport;
                Thread.ofPlatform().daemon().start(() -> { while (true) LockSupport.park(); });
                System.setProperty("matryoshka.test.reached", "" + Thread.currentThread().threadId());
                """);
        assertThat(errors()).isEmpty();
        assertThat(exit).isZero();
        assertThat(System.getProperty(REACHED))
                .isEqualTo("" + Thread.currentThread().threadId());
    }

    @Test
    void a_compile_error_stops_the_script_at_its_line() throws IOException {
        int exit = run("int a = 1;\n\nint b =\n    \"text\";\n" + reach("after"));
        assertThat(exit).isEqualTo(1);
        assertThat(errors()).startsWith(script() + ":4: incompatible types");
        assertThat(System.getProperty(REACHED)).isNull();
    }

    @Test
    void an_exception_stops_the_script_at_the_line_that_threw() throws IOException {
        int exit = run("void check(int x) {\n  if (x > 0)\n    throw new IllegalStateException(\"bad x\");\n}\n"
                + "check(0);\ncheck(1);\n" + reach("after"));
        assertThat(exit).isEqualTo(1);
        assertThat(errors()).startsWith(script() + ":3: java.lang.IllegalStateException: bad x");
        assertThat(System.getProperty(REACHED)).isNull();
    }

    @Test
    void an_exception_in_a_method_names_the_lines_that_called_it_too() throws IOException {
        run("int half(int x) {\n    return x / 0;\n}\nint twice(int x) { return 2 * half(x); }\n\ntwice(3);\n");
        assertThat(errors().lines())
                .containsExactly(
                        script() + ":2: java.lang.ArithmeticException: / by zero",
                        "    called from " + script() + ":4",
                        "    called from " + script() + ":6");
    }

    @Test
    void an_exception_of_the_library_names_the_scripts_line_and_the_librarys_frame() throws IOException {
        assertThat(run("import matryoshka.NestingDims;\nNestingDims.of(8, 4);\n"))
                .isEqualTo(1);
        assertThat(errors())
                .startsWith(script() + ":2: java.lang.IllegalArgumentException: ")
                .contains("at matryoshka.NestingDims.of(NestingDims.java:");
    }

    @Test
    void the_cause_of_an_exception_is_reported_with_it() throws IOException {
        run("throw new RuntimeException(\"outer\", new IllegalStateException(\"inner\"));\n");
        assertThat(errors()).contains("outer").contains("caused by: java.lang.IllegalStateException: inner");
    }

    @Test
    void a_statement_the_file_ends_inside_is_a_failure() throws IOException {
        assertThat(run("int a = 1;\nfor (int i = 0; i < 3; i++) {\n")).isEqualTo(1);
        assertThat(errors()).startsWith(script() + ":2: the file ends inside this statement");
    }

    @Test
    void open_takes_another_script_in_and_failures_name_that_file() throws IOException {
        Files.writeString(folder.resolve("prelude.jsh"), "int half(int x) { return x / 2; }\nint bad = 1 / 0;\n");
        assertThat(run("/open prelude.jsh\n" + reach("after"))).isEqualTo(1);
        assertThat(errors()).startsWith(folder.resolve("prelude.jsh") + ":2: java.lang.ArithmeticException");
    }

    @Test
    void open_looks_into_the_folders_above_the_script() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("shared")).resolve("leave.jsh"), "/exit 5\n");
        Path script =
                Files.createDirectories(folder.resolve("experiments/first")).resolve("script.jsh");
        Files.writeString(script, "/open shared/leave.jsh\n");
        assertThat(JshellRunner.run(script, new PrintStream(errors))).isEqualTo(5);
    }

    @Test
    void a_missing_script_to_open_is_a_failure_of_the_line_that_opens_it() throws IOException {
        assertThat(run("int a = 1;\n/open none.jsh\n" + reach("after"))).isEqualTo(1);
        assertThat(errors()).startsWith(script() + ":2: cannot open none.jsh: check the path");
        assertThat(System.getProperty(REACHED)).isNull();
    }

    @Test
    void a_failed_assertion_stops_the_script() throws IOException {
        assertThat(run("int a = 1;\nassert a == 2 : \"a is \" + a;\n" + reach("after")))
                .isEqualTo(1);
        assertThat(errors()).startsWith(script() + ":2: java.lang.AssertionError: a is 1");
        assertThat(System.getProperty(REACHED)).isNull();
    }

    @Test
    void exit_ends_the_script_with_its_code() throws IOException {
        assertThat(run(reach("before") + "/exit 7\n" + reach("after"))).isEqualTo(7);
        assertThat(System.getProperty(REACHED)).isEqualTo("before");
    }

    @Test
    void exit_takes_an_expression_as_in_plain_jshell() throws IOException {
        assertThat(run("int failed = 2;\n/exit failed + 1\n")).isEqualTo(3);
    }

    @Test
    void exit_with_what_is_no_whole_number_is_a_failure() throws IOException {
        assertThat(run("/exit \"seven\"\n")).isEqualTo(1);
        assertThat(errors()).startsWith(script() + ":1: /exit takes a whole number, \"seven\" is \"seven\"");
    }

    @Test
    void exit_in_an_opened_script_ends_the_outer_one_too() throws IOException {
        Files.writeString(folder.resolve("leave.jsh"), "/exit\n");
        assertThat(run("/open leave.jsh\n" + reach("after"))).isZero();
        assertThat(System.getProperty(REACHED)).isNull();
    }

    @Test
    void interactive_commands_are_refused_by_name() throws IOException {
        assertThat(run("/vars\n")).isEqualTo(1);
        assertThat(errors()).startsWith(script() + ":1: /vars works in interactive jshell only");
    }

    @Test
    void a_missing_script_is_a_usage_error() {
        assertThat(JshellRunner.run(folder.resolve("none.jsh"), new PrintStream(errors)))
                .isEqualTo(2);
        assertThat(errors()).contains("none.jsh");
    }

    private static String reach(String where) {
        return "System.setProperty(\"" + REACHED + "\", \"" + where + "\");\n";
    }

    private int run(String text) throws IOException {
        Files.writeString(script(), text);
        return JshellRunner.run(script(), new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    private Path script() {
        return folder.resolve("script.jsh");
    }

    private String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }
}
