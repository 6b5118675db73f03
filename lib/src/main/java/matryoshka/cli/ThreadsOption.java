package matryoshka.cli;

import matryoshka.engine.Engine;
import picocli.CommandLine.Option;

/** How many threads compute. */
final class ThreadsOption {
    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute on. Default: all processors.")
    Integer threads;

    Engine engine() {
        return threads == null ? Engine.defaults() : Engine.vectorized(threads);
    }
}
