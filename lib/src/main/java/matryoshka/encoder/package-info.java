/**
 * What a model needs of any encoder: the {@link matryoshka.encoder.Encoder} itself, its named {@link
 * matryoshka.encoder.Parameters}, and the files they are kept in, {@link matryoshka.encoder.Safetensors} inside a
 * {@link matryoshka.encoder.ModelFolder} that is whole or not there.
 */
package matryoshka.encoder;
