package matryoshka.bert;

import java.io.IOException;

/** A BERT exported to ONNX, of which only the weights are read; its sizes must be known. */
record OnnxWeights(PinnedFile file, BertConfig config) implements WeightSource {
    @Override
    public BertWeights load(Pooling pooling) throws IOException {
        return BertWeights.read(file.name(), config, pooling, OnnxInitializers.of(file.name(), file.read()));
    }
}
