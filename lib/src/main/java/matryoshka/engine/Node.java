package matryoshka.engine;

import java.util.List;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.ScalarOp;

/**
 * One operation of a graph: its inputs and outputs by name ({@code null} for an output nobody reads). {@code op} is
 * SameDiff's, null where a fusion put an operation of the engine's own.
 */
record Node(String name, DifferentialFunction op, List<String> inputs, List<String> outputs) {
    boolean needs(int output) {
        return output < outputs.size() && outputs.get(output) != null;
    }

    String output() {
        return outputs.getFirst();
    }

    long[] integers() {
        return op instanceof CustomOp custom ? custom.iArgs() : new long[0];
    }

    boolean flag(int i) {
        return op instanceof CustomOp custom && custom.numBArguments() > i && custom.bArgs()[i];
    }

    double real(int i) {
        return op instanceof CustomOp custom && custom.numTArguments() > i ? custom.tArgs()[i] : 0;
    }

    float scalar() {
        return ((ScalarOp) op).scalar().getFloat(0);
    }

    /** The dimensions a reduction runs over, and whether it keeps them as 1. */
    long[] reducedDims() {
        if (!(op instanceof BaseReduceOp reduce)) return integers();
        return reduce.dimensions() == null ? new long[0] : reduce.dimensions().toLongVector();
    }

    boolean keepsDims() {
        return op instanceof BaseReduceOp reduce ? reduce.isKeepDims() : flag(0);
    }
}
