/** The commands behind {@code environment/matryoshka}: each reads its options, calls the library, prints and writes. */
package matryoshka.cli;
