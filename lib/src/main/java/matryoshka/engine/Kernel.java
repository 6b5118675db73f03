package matryoshka.engine;

/** How one kind of operation is laid out in a plan. */
@FunctionalInterface
interface Kernel {
    /**
     * Adds the steps that compute {@code node} on inputs of known shape; returns its outputs, or null if it cannot
     * take these inputs (ND4J's own operation then does).
     */
    Tensor[] bind(Node node, Tensor[] inputs, PlanBuilder plan);
}
