/**
 * Labelled images, from IDX files or {@link matryoshka.vision.FashionMnist}, and a small convolutional
 * {@link matryoshka.encoder.Encoder} of them.
 */
package matryoshka.vision;
