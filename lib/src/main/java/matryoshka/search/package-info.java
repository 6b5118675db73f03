/**
 * Nearest neighbours among embeddings: {@link matryoshka.search.VectorIndex} and its kinds, and
 * {@link matryoshka.search.PrefixSearch}, which searches at every nesting dim in one pass. Exact means exact:
 * distances are those of the plain loop in double precision, ties go to the lower row, whatever the thread count.
 * {@link matryoshka.search.StoredIndex} keeps the vectors, and what belongs to them, in a folder.
 */
package matryoshka.search;
