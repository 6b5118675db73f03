package matryoshka.data;

import java.util.function.Supplier;

/**
 * A dataset the command line knows by name.
 *
 * @param description what it holds, in one line
 * @param licence under which terms
 * @param source how to get it; its errors say what to do first, such as to fetch it
 */
public record NamedDataset(String name, String description, String licence, Supplier<TextDataset> source) {
    public TextDataset load() {
        return source.get();
    }
}
