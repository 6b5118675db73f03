package matryoshka.engine;

import java.util.List;

/** A pattern of operations that one kernel does better. */
interface Fusion {
    /**
     * The fused operations that stand for what the pattern finds. They take over the outputs they name from whichever
     * nodes made them; what is left unread is pruned.
     */
    List<Node> find(Wiring graph);
}
