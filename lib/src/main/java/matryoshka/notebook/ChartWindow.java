package matryoshka.notebook;

import java.awt.HeadlessException;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.concurrent.Phaser;
import javax.swing.JFrame;
import javax.swing.WindowConstants;
import org.knowm.xchart.SwingWrapper;
import org.knowm.xchart.internal.chartpart.Chart;

/** Charts on the screen, for who asks for them: {@code environment/jshell --window}. */
final class ChartWindow {
    private static final String ASKED_FOR = "matryoshka.window";
    private static final Phaser OPEN = new Phaser(1); // one party a window, and the program itself

    private ChartWindow() {}

    static boolean isAskedFor() {
        return Boolean.getBoolean(ASKED_FOR);
    }

    /**
     * Opens a window with the chart and goes on.
     *
     * @throws IllegalStateException if there is no display, or a Java without windows
     */
    static void open(Chart<?, ?> chart) {
        try {
            OPEN.register();
            JFrame frame = new SwingWrapper<>(chart)
                    .setTitle(chart.getTitle())
                    .isCentered(false) // one would hide the others
                    .displayChart();
            frame.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE); // the wrapper's own ends the program
            frame.addWindowListener(new WindowAdapter() {
                @Override
                public void windowClosed(WindowEvent closed) {
                    OPEN.arriveAndDeregister();
                }
            });
        } catch (HeadlessException | LinkageError noWindows) {
            OPEN.arriveAndDeregister();
            throw new IllegalStateException(
                    "cannot open a window: Java found no display, or is one without windows; set DISPLAY and take a"
                            + " JDK that is not headless, or leave --window out",
                    noWindows);
        }
    }

    /** Returns when the last window is closed; at once if none is open. */
    static void awaitClosed() {
        if (OPEN.getRegisteredParties() == 1) return;
        System.err.println("close the charts' windows to end, or press Ctrl-C");
        OPEN.arriveAndAwaitAdvance();
    }
}
