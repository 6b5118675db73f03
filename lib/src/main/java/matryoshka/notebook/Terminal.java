package matryoshka.notebook;

/** The terminal the program may run in. */
final class Terminal {
    private static final String TO_FRESH_LINE = "\r\033[K";

    private Terminal() {}

    static boolean isThere() {
        return System.console() != null && System.console().isTerminal();
    }

    /** What wipes a progress bar off the line before something else is printed; nothing where no terminal is. */
    static String freshLine() {
        return isThere() ? TO_FRESH_LINE : "";
    }
}
