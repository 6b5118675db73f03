package matryoshka;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A Java of its own with the tests' class path, for what only a whole process can show. */
public final class JavaProcess {
    /** The flags of the scripts: {@code environment/jvm.args}. */
    public static final String SHARED_FLAGS = "@" + Path.of("..", "environment", "jvm.args");

    private JavaProcess() {}

    /** {@code main} with these JVM flags and arguments, not yet started. */
    public static ProcessBuilder of(List<String> flags, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Collections.addAll(command, arguments);
        return new ProcessBuilder(command);
    }
}
