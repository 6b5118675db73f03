/**
 * BERT as an encoder of text: {@link matryoshka.bert.BertConfig}, {@link matryoshka.bert.BertTokenizer}, and weights
 * from {@linkplain matryoshka.bert.Pretrained packages on the class path} or a {@link
 * matryoshka.bert.HuggingFaceFolder}.
 */
package matryoshka.bert;
