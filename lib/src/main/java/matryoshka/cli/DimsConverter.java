package matryoshka.cli;

import matryoshka.NestingDims;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 8,16,32} on the command line. */
final class DimsConverter implements ITypeConverter<NestingDims> {
    @Override
    public NestingDims convert(String value) {
        try {
            return NestingDims.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
