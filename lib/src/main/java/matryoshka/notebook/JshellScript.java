package matryoshka.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** A {@code .jsh} file read piece by piece: jshell commands by the line, Java by the snippet. */
final class JshellScript {
    /** One piece of the script and the line it starts at, counted from 1. */
    record Piece(String source, int line) {
        boolean isCommand() {
            return source.startsWith("/");
        }
    }

    private final Path file;
    private final String text;
    private final SourceCodeAnalysis analysis;
    private int position;

    private JshellScript(Path file, String text, SourceCodeAnalysis analysis) {
        this.file = file;
        this.text = text;
        this.analysis = analysis;
    }

    static JshellScript read(Path file, SourceCodeAnalysis analysis) throws IOException {
        return new JshellScript(file, Files.readString(file).replace("\r\n", "\n"), analysis);
    }

    Path file() {
        return file;
    }

    /** The next piece, or empty at the end. */
    Optional<Piece> next() throws JshellFailure {
        skipBlanksAndComments();
        if (position == text.length()) return Optional.empty();
        int start = position;
        return Optional.of(new Piece(text.charAt(start) == '/' ? command() : snippet(), lineAt(start)));
    }

    private String command() {
        int start = position;
        position = endOf("\n", start);
        return text.substring(start, position).strip();
    }

    /** Takes line after line until jshell calls it complete, so that a snippet ends just where plain jshell ends it. */
    private String snippet() throws JshellFailure {
        int end = position;
        while (end < text.length()) {
            end = endOf("\n", end);
            CompletionInfo info = analysis.analyzeCompletion(text.substring(position, end));
            if (info.completeness().isComplete() || info.completeness() == Completeness.UNKNOWN) {
                int start = position;
                position = end - info.remaining().length();
                return info.source() == null ? text.substring(start, end) : info.source();
            }
        }
        throw new JshellFailure(file, lineAt(position), "the file ends inside this statement");
    }

    private void skipBlanksAndComments() {
        while (position < text.length()) {
            if (Character.isWhitespace(text.charAt(position))) position++;
            else if (text.startsWith("//", position)) position = endOf("\n", position);
            else if (text.startsWith("/*", position)) position = endOf("*/", position + 2);
            else return;
        }
    }

    private int endOf(String delimiter, int from) {
        int at = text.indexOf(delimiter, from);
        return at < 0 ? text.length() : at + delimiter.length();
    }

    private int lineAt(int offset) {
        return 1 + (int) text.chars().limit(offset).filter(c -> c == '\n').count();
    }
}
