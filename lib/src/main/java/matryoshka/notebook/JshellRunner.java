package matryoshka.notebook;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * Runs a jshell script inside this JVM, with this JVM's class path and flags, and stops at the first failure: plain
 * {@code jshell} reports a compile error or an exception, goes on and exits 0. The script stays a plain
 * {@code .jsh} file: {@code /open FILE}, {@code /exit [EXPRESSION]} and {@code /set …} mean the same in both.
 */
public final class JshellRunner implements AutoCloseable {
    private static final String ARGUMENTS = "matryoshka.script.arguments";
    private static final int MAX_CALLERS = 12;

    private final JShell shell;
    private final Map<String, Position> positions = new HashMap<>();
    private int exitCode;

    /** Where a snippet started. */
    private record Position(Path file, int line) {}

    /**
     * Runs snippets on the thread that asks for it. The JDK's engine "local" starts a thread for each snippet, and then
     * waits for all threads it finds in that one's group: also for workers that a snippet has started and that never
     * end, if they are there early enough.
     */
    private static final class OwnThread implements ExecutionControlProvider {
        @Override
        public String name() {
            return "own-thread";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return new DirectExecutionControl();
        }
    }

    private JshellRunner() {
        JShell.Builder builder = JShell.builder().executionEngine(new OwnThread(), Map.of());
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent())
            builder.compilerOptions("--add-modules=jdk.incubator.vector");
        shell = builder.build();
        shell.addToClasspath(System.getProperty("java.class.path"));
        shell.eval("import module java.base;");
    }

    /** {@code script.jsh [arguments…]}; exits 0 or as {@code /exit} says, 1 where it fails, 2 without a script. */
    public static void main(String[] args) {
        if (args.length == 0) {
            System.err.println("usage: JshellRunner script.jsh [arguments...]");
            System.exit(2);
        }
        System.setProperty(ARGUMENTS, String.join("\n", Arrays.asList(args).subList(1, args.length)));
        int exitCode = run(Path.of(args[0]), System.err);
        if (exitCode == 0) ChartWindow.awaitClosed();
        System.exit(exitCode);
    }

    /** The arguments after the script's name; empty in plain {@code jshell}. */
    public static List<String> arguments() {
        String joined = System.getProperty(ARGUMENTS, "");
        return joined.isEmpty() ? List.of() : List.of(joined.split("\n"));
    }

    /** Runs one script to its end or first failure, which is reported to {@code err}, and returns the exit code. */
    static int run(Path script, PrintStream err) {
        try (JshellRunner runner = new JshellRunner()) {
            runner.open(script);
            return runner.exitCode;
        } catch (JshellFailure e) {
            err.println(e.getMessage());
            return 1;
        } catch (IOException e) {
            err.println("cannot read the script " + script + ": check the path");
            return 2;
        }
    }

    /** Returns whether the script ran to its end; false where it left by {@code /exit}. */
    private boolean open(Path file) throws IOException, JshellFailure {
        JshellScript script = JshellScript.read(file, shell.sourceCodeAnalysis());
        for (Optional<JshellScript.Piece> piece = script.next(); piece.isPresent(); piece = script.next()) {
            Position position = new Position(file, piece.get().line());
            if (!piece.get().isCommand()) eval(piece.get().source(), position);
            else if (!command(piece.get().source(), position)) return false;
        }
        return true;
    }

    private boolean command(String command, Position position) throws JshellFailure {
        String[] words = command.split("\\s+", 2);
        switch (words[0]) {
            case "/exit" -> {
                exitCode = words.length > 1 ? exitCode(words[1], position) : 0;
                return false;
            }
            case "/set" -> {
                return true;
            }
            case "/open" -> {
                return include(words.length > 1 ? words[1] : "", position);
            }
            default ->
                throw new JshellFailure(
                        position.file(), position.line(), words[0] + " works in interactive jshell only: take it out");
        }
    }

    private int exitCode(String expression, Position position) throws JshellFailure {
        String value = eval(expression, position);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException noNumber) {
            throw new JshellFailure(
                    position.file(), position.line(), "/exit takes a whole number, " + expression + " is " + value);
        }
    }

    private boolean include(String name, Position position) throws JshellFailure {
        try {
            return open(find(name, position.file()));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new JshellFailure(position.file(), position.line(), "cannot open " + name + ": check the path");
        } catch (IOException e) {
            throw new JshellFailure(position.file(), position.line(), "cannot read " + name + ": " + e);
        }
    }

    /** In the working folder as in plain jshell, else beside the script or in a folder above it. */
    private static Path find(String name, Path script) throws NoSuchFileException {
        List<Path> folders = new ArrayList<>(List.of(Path.of("")));
        for (Path up = script.toAbsolutePath().getParent(); up != null; up = up.getParent()) folders.add(up);
        for (Path folder : folders) if (Files.isRegularFile(folder.resolve(name))) return folder.resolve(name);
        throw new NoSuchFileException(name);
    }

    /** Returns the value of the last expression as jshell prints it; null if there is none. */
    private String eval(String source, Position position) throws JshellFailure {
        String value = null;
        for (SnippetEvent event : shell.eval(source)) {
            positions.put(event.snippet().id(), position);
            if (event.status() == Snippet.Status.REJECTED) throw compileError(event.snippet(), position);
            if (event.exception() != null) throw thrown(event.exception(), position);
            value = event.value();
        }
        return value;
    }

    private JshellFailure compileError(Snippet snippet, Position position) {
        return shell.diagnostics(snippet)
                .filter(diagnostic -> diagnostic.isError())
                .findFirst()
                .map(error -> new JshellFailure(
                        position.file(),
                        position.line() + newlines(snippet.source(), (int) error.getPosition()),
                        error.getMessage(null)))
                .orElseGet(() -> new JshellFailure(position.file(), position.line(), "not a valid snippet"));
    }

    private static int newlines(String source, int offset) {
        return (int)
                source.chars().limit(Math.max(0, offset)).filter(c -> c == '\n').count();
    }

    /** The line that threw, and below what it threw the lines that led there. */
    private JshellFailure thrown(JShellException exception, Position position) {
        List<Position> lines = Arrays.stream(exception.getStackTrace())
                .flatMap(frame -> line(frame).stream())
                .distinct()
                .toList();
        Position at = lines.isEmpty() ? position : lines.getFirst();
        String callers = lines.stream()
                .skip(1)
                .limit(MAX_CALLERS)
                .map(line -> "\n    called from " + line.file() + ":" + line.line())
                .collect(Collectors.joining());
        return new JshellFailure(at.file(), at.line(), JshellTrace.of(exception) + callers);
    }

    /** Where in a script: jshell names a snippet's frames "#id" and counts their lines from the snippet's first. */
    private Optional<Position> line(StackTraceElement frame) {
        String name = frame.getFileName();
        Position start = name == null || !name.startsWith("#") ? null : positions.get(name.substring(1));
        return start == null
                ? Optional.empty()
                : Optional.of(new Position(start.file(), start.line() + Math.max(1, frame.getLineNumber()) - 1));
    }

    @Override
    public void close() {
        shell.close();
    }
}
