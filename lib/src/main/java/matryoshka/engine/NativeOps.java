package matryoshka.engine;

import java.util.List;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/** Operations without a kernel, run by ND4J on memory of their own. */
final class NativeOps {
    private NativeOps() {}

    static Tensor[] bind(Node node, Tensor[] inputs, PlanBuilder plan) {
        OpContext context = Nd4j.getExecutioner().buildContext();
        for (int i = 0; i < inputs.length; i++) context.setInputArray(i, inputs[i].array());
        if (node.op() instanceof CustomOp custom) arguments(custom, context);
        Tensor[] outputs = outputs(node, context);
        for (int i = 0; i < outputs.length; i++) context.setOutputArray(i, outputs[i].array());
        plan.step(() -> {
            if (node.op() instanceof CustomOp custom) Nd4j.exec(custom, context);
            else Nd4j.exec((Op) node.op(), context);
        });
        return outputs;
    }

    private static void arguments(CustomOp op, OpContext context) {
        if (op.numIArguments() > 0) context.setIArguments(op.iArgs());
        if (op.numTArguments() > 0) context.setTArguments(op.tArgs());
        if (op.numBArguments() > 0) context.setBArguments(op.bArgs());
        if (op.numDArguments() > 0) context.setDArguments(op.dArgs());
    }

    private static Tensor[] outputs(Node node, OpContext context) {
        List<LongShapeDescriptor> shapes = node.op() instanceof CustomOp custom
                ? custom.calculateOutputShape(context)
                : node.op().calculateOutputShape(context);
        return shapes.stream()
                .map(shape -> Nd4j.create(shape.dataType(), shape.getShape()))
                .map(Tensor::of)
                .toArray(Tensor[]::new);
    }
}
