/**
 * Encoder plus nested classifier heads: the {@link matryoshka.model.MatryoshkaModel}, its
 * {@link matryoshka.model.MatryoshkaConfig configuration}, the {@link matryoshka.model.MatryoshkaLoss loss}, and the
 * folder a model is saved in.
 */
package matryoshka.model;
