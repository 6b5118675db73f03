package matryoshka.notebook;

import java.nio.file.Path;

/** One call that shows a result: as text and files in a terminal, as rich output in a notebook. */
public final class Show {
    private Show() {}

    /**
     * Shows a Tablesaw {@code Table}, an XChart {@code Chart}, or anything else by its {@code toString()}. In a JJava
     * notebook it becomes the cell's output; in a terminal a table is printed as aligned text, and a chart is written
     * to a PNG file under {@code out/} whose path is printed ({@code environment/jshell --window} opens a window, too).
     */
    public static void show(Object value) {
        if (insideNotebook()) NotebookDisplay.display(value);
        else new TerminalDisplay(System.out, Path.of("out")).display(value);
    }

    /** The kernel's classes are there only inside a kernel: nothing else of this package may need them. */
    static boolean insideNotebook() {
        try {
            return NotebookDisplay.isRunning();
        } catch (NoClassDefFoundError absent) {
            return false;
        }
    }
}
