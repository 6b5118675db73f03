/**
 * BERT as an encoder of text: {@link matryoshka.bert.BertConfig}, {@link matryoshka.bert.BertTokenizer}, and weights
 * from {@linkplain matryoshka.bert.Pretrained packages on the class path}, a {@link matryoshka.bert.HuggingFaceFolder}
 * or a checkpoint of {@linkplain matryoshka.bert.TensorFlowWeights TensorFlow}.
 */
package matryoshka.bert;
