/**
 * Figures from reports, all in one style: {@link matryoshka.chart.DimensionCharts} of what embeddings are
 * worth, {@link matryoshka.chart.HeatMaps} of classes and layers, {@link matryoshka.chart.AdaptiveChart},
 * {@link matryoshka.chart.ParetoChart} and {@link matryoshka.chart.RobustnessChart} of single questions,
 * {@link matryoshka.chart.TrainingCharts} of how training went; saved by {@link matryoshka.chart.Charts}.
 */
package matryoshka.chart;
