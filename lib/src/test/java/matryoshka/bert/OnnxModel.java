package matryoshka.bert;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A BERT's ONNX file, run by ONNX Runtime: the oracle. */
final class OnnxModel implements AutoCloseable {
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

    private final OrtSession session;

    private OnnxModel(OrtSession session) {
        this.session = session;
    }

    static OnnxModel of(Path file) throws OrtException {
        return new OnnxModel(ENVIRONMENT.createSession(file.toString(), options()));
    }

    static OnnxModel of(byte[] file) throws OrtException {
        return new OnnxModel(ENVIRONMENT.createSession(file, options()));
    }

    private static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        return options;
    }

    /** The last hidden state [B, L, H] of texts, as ids, padded to the longest. */
    float[][][] hidden(List<int[]> batch) throws OrtException {
        return (float[][][]) run(batch, "last_hidden_state");
    }

    /** The pooled embeddings [B, H]. */
    float[][] embeddings(List<int[]> batch) throws OrtException {
        return (float[][]) run(batch, "sentence_embedding");
    }

    private Object run(List<int[]> batch, String output) throws OrtException {
        int length = batch.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        long[] ids = new long[batch.size() * length], mask = new long[ids.length];
        for (int b = 0; b < batch.size(); b++)
            for (int t = 0; t < batch.get(b).length; t++) {
                ids[b * length + t] = batch.get(b)[t];
                mask[b * length + t] = 1;
            }
        long[] shape = {batch.size(), length};
        try (OnnxTensor idTensor = tensor(ids, shape);
                OnnxTensor maskTensor = tensor(mask, shape);
                OnnxTensor types = tensor(new long[ids.length], shape);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", types))) {
            OnnxValue value = result.get(output).orElseThrow();
            return value.getValue();
        }
    }

    private static OnnxTensor tensor(long[] values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(ENVIRONMENT, LongBuffer.wrap(values), shape);
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
