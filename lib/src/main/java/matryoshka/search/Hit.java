package matryoshka.search;

/**
 * A neighbour with what is known of its row.
 *
 * @param id of the row, the same in every search
 * @param text empty if unknown
 * @param label the name of its class; empty if unknown
 * @param distance L2, |q − x|
 */
public record Hit(int row, String id, String text, String label, float distance) {}
