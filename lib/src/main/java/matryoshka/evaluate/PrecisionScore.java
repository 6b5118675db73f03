package matryoshka.evaluate;

/**
 * What embeddings cut to a dim are worth once their numbers are kept in fewer bits.
 *
 * @param precision {@link PrecisionSweep#FLOAT32}, float16, int8 or binary
 * @param bytesPerVector what a vector of the database takes, factors and padding of its code included
 * @param oneNn the share of queries whose nearest vector has their label
 */
public record PrecisionScore(int dim, String precision, double bytesPerVector, double oneNn) {}
