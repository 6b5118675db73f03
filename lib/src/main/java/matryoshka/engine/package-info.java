/**
 * How SameDiff graphs run: {@link matryoshka.engine.Engine} turns a graph into a {@link matryoshka.engine.Program},
 * either plain (SameDiff's own sessions, the tested reference) or vectorised (kernels on foreign memory, GEMM through
 * the OpenBLAS that ND4J loaded, one pool of buffers, a fixed plan per input shape). Knows nothing of BERT or of
 * Matryoshka learning.
 */
package matryoshka.engine;
