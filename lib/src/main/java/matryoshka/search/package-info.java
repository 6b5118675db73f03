/**
 * Nearest neighbours among embeddings: {@link matryoshka.search.VectorIndex} and its kinds, and
 * {@link matryoshka.search.PrefixSearch}, which searches at every nesting dim in one pass. Exact means exact:
 * distances are those of the plain loop in double precision, ties go to the lower row, whatever the thread count.
 */
package matryoshka.search;
