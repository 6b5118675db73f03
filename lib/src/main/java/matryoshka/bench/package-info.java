/** Timings on given work, to stand beside those of other libraries: what {@code environment/bench} prints. */
package matryoshka.bench;
