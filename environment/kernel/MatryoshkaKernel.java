import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.reply.InspectReply;
import org.dflib.jjava.jupyter.messages.request.InspectRequest;
import org.dflib.jjava.kernel.JavaKernel;
import org.dflib.jjava.kernel.magics.ClasspathMagic;
import org.dflib.jjava.kernel.magics.JarsMagic;
import org.dflib.jjava.kernel.magics.LoadMagic;
import org.dflib.jjava.kernel.magics.TimeMagic;
import org.dflib.jjava.maven.MavenDependencyResolver;
import org.dflib.jjava.maven.magics.AddMavenDependencyMagic;
import org.dflib.jjava.maven.magics.LoadFromPomCellMagic;
import org.dflib.jjava.maven.magics.LoadFromPomLineMagic;
import org.dflib.jjava.maven.magics.MavenMagic;
import org.dflib.jjava.maven.magics.MavenRepoMagic;

/**
 * JJava with another answer to Shift+Tab; compiled and started as install.py says. JJava's own answer has
 * no Javadoc but the JDK's, that one with its tags, and nothing at the end of a cell. All else here is JJava's main.
 */
class MatryoshkaKernel {
    private static final int LINE = 90;

    private final SourceCodeAnalysis analysis;

    private MatryoshkaKernel(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    public static void main(String[] args) throws Exception {
        System.setProperty("java.util.logging.SimpleFormatter.format", "[%4$.1s %1$tF %1$tT.%1$tL %3$s] %5$s%n");
        JupyterConnection connection =
                new JupyterConnection(KernelConnectionProperties.parse(Files.readString(Path.of(args[0]))));
        JavaKernel kernel = kernel();
        kernel.onStartup();
        kernel.addToClasspath(System.getenv("JJAVA_CLASSPATH"));
        kernel.evalBuilder(System.getenv("JJAVA_STARTUP_SCRIPT")).resolveMagics().eval();
        kernel.becomeHandlerForConnection(connection);

        SourceCodeAnalysis analysis = kernel.getJShell().sourceCodeAnalysis();
        addSources(analysis, Path.of(System.getenv("MATRYOSHKA_SOURCES")));
        connection.setHandler(MessageType.INSPECT_REQUEST, new MatryoshkaKernel(analysis)::inspect);
        connection.connect();
        connection.waitUntilClose();
    }

    @SuppressWarnings("removal") // magics that notebooks of IJava know
    private static JavaKernel kernel() {
        MavenDependencyResolver maven = new MavenDependencyResolver();
        TimeMagic time = new TimeMagic();
        return JavaKernel.builder()
                .name("JJava")
                .version(System.getenv("JJAVA_VERSION"))
                .extensionsEnabled(true)
                .compilerOpts(Arrays.asList(System.getenv("JJAVA_COMPILER_OPTS").split(" ")))
                .lineMagic("load", new LoadMagic())
                .lineMagic("classpath", new ClasspathMagic())
                .lineMagic("jars", new JarsMagic())
                .lineMagic("time", time)
                .cellMagic("time", time)
                .lineMagic("maven", new MavenMagic(maven))
                .lineMagic("mavenRepo", new MavenRepoMagic(maven))
                .lineMagic("addMavenDependency", new AddMavenDependencyMagic(maven))
                .lineMagic("loadFromPOM", new LoadFromPomLineMagic(maven))
                .cellMagic("loadFromPOM", new LoadFromPomCellMagic(maven))
                .build();
    }

    /** JShell reads Javadoc from the JDK's src.zip; it has no public way to be given more sources. */
    @SuppressWarnings("unchecked")
    private static void addSources(SourceCodeAnalysis analysis, Path sources) {
        try {
            Method find = analysis.getClass().getDeclaredMethod("findSources");
            find.setAccessible(true);
            ((List<Path>) find.invoke(analysis)).add(sources);
        } catch (ReflectiveOperationException | RuntimeException e) {
            System.err.println("no Javadoc of the library at Shift+Tab, this JDK's JShell is another: " + e);
        }
    }

    private void inspect(ShellReplyEnvironment reply, Message<InspectRequest> message) {
        reply.setBusyDeferIdle();
        InspectRequest request = message.getContent();
        String text = documentation(request.getCode(), request.getCursorPos());
        reply.reply(new InspectReply(!text.isEmpty(), text.isEmpty() ? DisplayData.EMPTY : new DisplayData(text)));
    }

    /** What the name at the cursor, or else the call around the cursor, means. */
    private String documentation(String code, int cursor) {
        int end = Math.min(cursor, code.length());
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) end++;
        String before = code.substring(0, end).replaceAll("(?m)^\\s*import [^;]*;", ""); // JShell: nothing after one
        List<Documentation> found = analysis.documentation(before, before.length(), true);
        if (found.isEmpty()) found = analysis.documentation(before + "(", before.length() + 1, true); // of a method
        return found.stream().map(this::format).collect(Collectors.joining("\n"));
    }

    /** By the formatter of the jshell tool: bold header, wrapped text, no tags. */
    private String format(Documentation documentation) {
        // a record's members come with its whole header: NestingDims(List<Integer> dims).size()
        String signature = documentation.signature().replaceAll("(?<=\\w)\\([^()]*\\)(?=\\.)", "");
        String javadoc = Objects.requireNonNullElse(documentation.javadoc(), "");
        try {
            Class<?> type = Class.forName("jdk.internal.shellsupport.doc.JavadocFormatter");
            Object formatter = type.getConstructor(int.class, boolean.class).newInstance(LINE, true);
            String text = (String) type.getMethod("formatJavadoc", String.class, String.class)
                    .invoke(formatter, signature, javadoc.replaceFirst("\\.\\s+(?=[^\\s@<])", ".<p>"));
            return text.replaceAll("(?<=\\w) (?=[;:,.](?:\\s|$)|'s\\b)", ""); // it sets a space behind code
        } catch (ReflectiveOperationException e) {
            return signature + "\n" + javadoc;
        }
    }
}
