/**
 * The words every package speaks: {@link matryoshka.NestingDims nesting dims} and {@link matryoshka.Embeddings
 * embeddings}. Data flows one way, from {@code data} through {@code encoder}, {@code model} and {@code train} to
 * {@code search}, {@code evaluate} and {@code chart}; each package knows only those above it.
 */
package matryoshka;
