/**
 * One way to look at a result, wherever the code runs: {@link matryoshka.notebook.Show#show(Object)} prints aligned
 * tables and writes charts to files in a terminal, and displays both in a notebook;
 * {@link matryoshka.notebook.TrainingProgress} and {@link matryoshka.notebook.LiveChart} show a training while it goes
 * on; {@link matryoshka.notebook.JshellRunner} runs {@code .jsh} scripts so that a failure is a failure.
 */
package matryoshka.notebook;
