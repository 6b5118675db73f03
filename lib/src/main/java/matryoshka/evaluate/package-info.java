/**
 * What embeddings are worth at every nesting dim: {@link matryoshka.evaluate.DimensionEvaluator} gives accuracies as
 * a {@link matryoshka.evaluate.DimensionReport}; {@link matryoshka.evaluate.NeighborReport} and
 * {@link matryoshka.evaluate.ProbabilityReport} show single examples. Plain numbers in, Tablesaw tables out.
 */
package matryoshka.evaluate;
