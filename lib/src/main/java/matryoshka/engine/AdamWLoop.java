package matryoshka.engine;

import static matryoshka.engine.Memory.LANES;
import static matryoshka.engine.Memory.get;
import static matryoshka.engine.Memory.load;
import static matryoshka.engine.Memory.set;
import static matryoshka.engine.Memory.store;

import jdk.incubator.vector.FloatVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * One pass of AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101) over a run of parameters, their gradients and the
 * two moments, all float addresses.
 *
 * @param rate the learning rate η of this step
 * @param decay the weight decay λ, decoupled: θ loses η·λ·θ
 * @param beta1 of the first moment
 * @param beta2 of the second moment
 * @param epsilon added to √v̂
 * @param correction1 1 − β1^t
 * @param correction2 1 − β2^t
 * @param gradientScale the gradient is multiplied by it first (clipping)
 */
public record AdamWLoop(
        float rate,
        float decay,
        float beta1,
        float beta2,
        float epsilon,
        float correction1,
        float correction2,
        float gradientScale) {
    private static final int BLOCK = 4096; // floats whose squares are summed in float

    /** Σ g² of {@code n} floats, in double. */
    public static double sumOfSquares(long address, int n) {
        double sum = 0;
        for (int i = 0; i < n; i += BLOCK) {
            long at = address + 4L * i;
            sum += RowLoops.dot(at, at, Math.min(BLOCK, n - i));
        }
        return sum;
    }

    /** Updates {@code n} parameters and their moments in place. */
    public void run(long parameter, long gradient, long first, long second, int n) {
        float step = rate / correction1;
        float root = (float) (1 / Math.sqrt(correction2));
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector g = load(gradient, i).mul(gradientScale);
            FloatVector m = load(first, i).mul(beta1).add(g.mul(1 - beta1));
            FloatVector v = load(second, i).mul(beta2).add(g.mul(g).mul(1 - beta2));
            store(m, first, i);
            store(v, second, i);
            FloatVector p = load(parameter, i).mul(1 - rate * decay);
            store(p.sub(m.mul(step).div(v.sqrt().mul(root).add(epsilon))), parameter, i);
        }
        for (; i < n; i++) {
            float g = get(gradient, i) * gradientScale;
            float m = get(first, i) * beta1 + g * (1 - beta1);
            float v = get(second, i) * beta2 + g * g * (1 - beta2);
            set(first, i, m);
            set(second, i, v);
            float p = get(parameter, i) * (1 - rate * decay);
            set(parameter, i, p - m * step / ((float) Math.sqrt(v) * root + epsilon));
        }
    }

    /** The same by ND4J's operations, for arrays that do not live in the CPU's memory. */
    public void run(INDArray parameter, INDArray gradient, INDArray first, INDArray second) {
        INDArray g = gradient.mul(gradientScale);
        first.muli(beta1).addi(g.mul(1 - beta1));
        second.muli(beta2).addi(g.mul(g).muli(1 - beta2));
        INDArray root = Transforms.sqrt(second.div(correction2), false).addi(epsilon);
        parameter.muli(1 - rate * decay).subi(first.mul(rate / correction1).divi(root));
    }
}
