/**
 * Figures from reports, all in one style: {@link matryoshka.chart.DimensionCharts}, saved by
 * {@link matryoshka.chart.Charts}.
 */
package matryoshka.chart;
