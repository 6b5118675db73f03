/**
 * Methods compared over dims and seeds: a {@link matryoshka.experiment.Study} trains and measures, an
 * {@link matryoshka.experiment.Experiment} runs its grid, can be stopped and started again, and keeps every value.
 */
package matryoshka.experiment;
