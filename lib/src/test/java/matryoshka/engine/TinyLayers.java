package matryoshka.engine;

import static matryoshka.engine.Parity.normal;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Linear layers of named parameters, in float. */
final class TinyLayers {
    private TinyLayers() {}

    static SDVariable parameter(SameDiff sd, String name, int... shape) {
        return sd.var(name, normal(name.hashCode(), shape));
    }

    /** x·W or x·Wᵀ. */
    static SDVariable product(SDVariable x, String name, int in, int out, boolean transposed) {
        SameDiff sd = x.getSameDiff();
        SDVariable weight = transposed ? parameter(sd, name, out, in) : parameter(sd, name, in, out);
        return sd.mmul(x, weight, false, transposed, false);
    }

    static SDVariable layer(SDVariable x, String name, int in, int out, boolean transposed) {
        return product(x, name, in, out, transposed).add(parameter(x.getSameDiff(), name + ".bias", out));
    }

    static SDVariable gelu(SDVariable x) {
        return x.mul(0.5).mul(x.getSameDiff().math().erf(x.mul(Math.sqrt(0.5))).add(1));
    }

    /** The x of a layer, itself with a gradient further back. */
    static SDVariable input(SameDiff sd, int rows, int in) {
        return parameter(sd, "x", rows, in).mul(0.5);
    }
}
