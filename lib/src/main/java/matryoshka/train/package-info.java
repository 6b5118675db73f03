/**
 * Teaching a {@link matryoshka.model.MatryoshkaModel}: the {@link matryoshka.train.Trainer}'s own loop over SameDiff's
 * gradients, {@link matryoshka.train.AdamW}, and what listeners hear of it.
 */
package matryoshka.train;
