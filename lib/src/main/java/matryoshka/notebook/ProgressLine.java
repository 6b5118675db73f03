package matryoshka.notebook;

/**
 * A line with a bar before it, in a notebook; its text alone elsewhere.
 *
 * @param done the share that is done, 0 to 1
 */
record ProgressLine(String text, double done) {
    String html() {
        return "<progress value=\"" + done + "\" style=\"width: 12em; vertical-align: middle\"></progress>"
                + " <span style=\"font-family: monospace; white-space: pre-wrap\">" + HtmlTable.escape(text)
                + "</span>";
    }

    @Override
    public String toString() {
        return text;
    }
}
