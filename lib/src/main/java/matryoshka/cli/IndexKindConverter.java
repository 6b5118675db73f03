package matryoshka.cli;

import matryoshka.search.IndexKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code brute-force}, {@code kd-tree} and {@code hnsw} on the command line. */
final class IndexKindConverter implements ITypeConverter<IndexKind> {
    @Override
    public IndexKind convert(String value) {
        try {
            return IndexKind.of(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
