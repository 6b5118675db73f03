package matryoshka.notebook;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar on a terminal's last line. It starts at the first step seen, which is not the first of all after a resume; the
 * time left is told by the steps after it.
 */
final class TerminalBar implements ProgressView {
    static final int WIDTH = 110;
    private static final int ALL_BUT_LOSSES = 66; // characters

    private final String task;
    private final StatusLine line;
    private ProgressBar bar;

    TerminalBar(String task, StatusLine line) {
        this.task = task;
        this.line = line;
    }

    @Override
    public void stepped(Tally tally) {
        if (bar == null) bar = bar(tally);
        bar.stepTo(tally.last().step());
        bar.setExtraMessage(ProgressText.message(tally, line.getMaxRenderedLength() - ALL_BUT_LOSSES));
    }

    private ProgressBar bar(Tally first) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(first.last().steps())
                .startsFrom(first.last().step(), first.elapsed())
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" steps", 1)
                .setUpdateIntervalMillis(200)
                .setConsumer(line)
                .build();
    }

    @Override
    public void line(String text) {
        line.printAbove(text);
    }

    @Override
    public void close(Tally tally) {
        if (bar != null) bar.close();
    }
}
