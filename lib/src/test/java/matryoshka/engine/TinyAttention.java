package matryoshka.engine;

import static matryoshka.engine.Parity.normal;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Multi-head attention of parameters q, k and v: B texts of L tokens, A heads of width d, N = B·L rows of H = A·d. */
record TinyAttention(int texts, int length, int heads, int width) {
    /** What multiplies the values, made of the scaled scores. */
    interface Weights {
        SDVariable of(SDVariable scores);
    }

    /** 0 for tokens to look at, of which every text has one, and −10,000 for padding. */
    INDArray bias() {
        SplittableRandom random = new SplittableRandom(texts + 31L * length);
        INDArray bias = Nd4j.zeros(DataType.FLOAT, texts, 1, 1, length);
        for (int b = 0; b < texts; b++)
            for (int l = 1 + random.nextInt(length); l < length; l++) bias.putScalar(b, 0, 0, l, -1e4);
        return bias;
    }

    INDArray mask() {
        return dropout(5, texts, heads, length, length);
    }

    Map<String, INDArray> feed() {
        return Map.of("bias", bias(), "mask", mask());
    }

    /** A parameter of rows [N, H]; the first to be made brings the placeholders. */
    SDVariable parameter(SameDiff sd, String name, DataType type) {
        for (String placeholder : List.of("bias", "mask"))
            if (!sd.hasVariable(placeholder)) sd.placeHolder(placeholder, type, -1, -1, -1, -1);
        return sd.var(
                name, normal(name.hashCode(), texts * length, heads * width).castTo(type));
    }

    SDVariable parameter(SameDiff sd, String name) {
        return parameter(sd, name, DataType.FLOAT);
    }

    /** [N, H] → [B, A, L, d]. */
    SDVariable split(SDVariable rows) {
        SDVariable shape = rows.getSameDiff().constant(Nd4j.createFromArray((long) texts, length, heads, width));
        return rows.reshape(shape).permute(0, 2, 1, 3);
    }

    SDVariable scores(SDVariable query, SDVariable key) {
        return query.getSameDiff()
                .mmul(split(query), split(key), false, true, false)
                .mul(1 / Math.sqrt(width));
    }

    SDVariable join(SDVariable weights, SDVariable value) {
        SDVariable context = value.getSameDiff().mmul(weights, split(value));
        return context.permute(0, 2, 1, 3).reshape(-1, heads * width);
    }

    /** Attention of the parameters q, k and v. */
    Parity.Build of(Weights weights) {
        return sd -> of(sd, weights);
    }

    SDVariable of(SameDiff sd, Weights weights) {
        return of(sd, DataType.FLOAT, weights);
    }

    SDVariable of(SameDiff sd, DataType type, Weights weights) {
        SDVariable scores = scores(parameter(sd, "q", type), parameter(sd, "k", type));
        return join(weights.of(scores), parameter(sd, "v", type));
    }

    static INDArray dropout(long seed, int... shape) {
        return Parity.uniform(seed, 0, 1, shape).gt(0.2).castTo(DataType.FLOAT).mul(1.25);
    }

    static SDVariable given(SDVariable scores, String name) {
        return scores.getSameDiff().getVariable(name);
    }

    static SDVariable softmax(SDVariable scores, int dimension) {
        return scores.getSameDiff().nn().softmax(scores.add(given(scores, "bias")), dimension);
    }

    static SDVariable plain(SDVariable scores) {
        return softmax(scores, -1);
    }

    static SDVariable dropped(SDVariable scores) {
        return softmax(scores, -1).mul(given(scores, "mask"));
    }
}
