package matryoshka.cli;

import java.util.Map;
import matryoshka.model.Head;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code mrl}, {@code mrl-e} and {@code ff} on the command line. */
final class HeadConverter implements ITypeConverter<Head> {
    private static final Map<String, Head> NAMES =
            Map.of("mrl", Head.MRL, "mrl-e", Head.MRL_E, "ff", Head.FIXED_FEATURE);

    @Override
    public Head convert(String value) {
        Head head = NAMES.get(value);
        if (head == null) throw new TypeConversionException("must be mrl, mrl-e or ff, got \"" + value + "\"");
        return head;
    }
}
