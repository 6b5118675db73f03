/**
 * What embeddings are worth at every nesting dim: {@link matryoshka.evaluate.DimensionEvaluator} gives accuracies as
 * a {@link matryoshka.evaluate.DimensionReport}; {@link matryoshka.evaluate.NeighborReport} and
 * {@link matryoshka.evaluate.ProbabilityReport} show single examples; {@link matryoshka.evaluate.Baselines} says what a
 * plain model offers instead, {@link matryoshka.evaluate.AdaptiveClassifier} what choosing the dim example by example
 * saves. Plain numbers in, Tablesaw tables out.
 */
package matryoshka.evaluate;
