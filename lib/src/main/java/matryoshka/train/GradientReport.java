package matryoshka.train;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How the losses L_m of a batch pull at its embeddings z [R, D]: by the gradients ∂L_m/∂z, unweighted.
 *
 * @param dims the nesting dims m
 * @param norms ‖∂L_m/∂z‖, one for every dim
 * @param cosines of every two dims' gradients, −1 to 1; below 0 they are in conflict
 */
public record GradientReport(List<Integer> dims, List<Double> norms, List<List<Double>> cosines) {
    public GradientReport {
        dims = List.copyOf(dims);
        norms = List.copyOf(norms);
        cosines = cosines.stream().map(List::copyOf).toList();
    }

    static GradientReport of(List<Integer> dims, List<INDArray> gradients) {
        List<Double> norms = gradients.stream()
                .map(gradient -> gradient.norm2Number().doubleValue())
                .toList();
        return new GradientReport(
                dims,
                norms,
                gradients.stream()
                        .map(a -> gradients.stream().map(b -> cosine(a, b)).toList())
                        .toList());
    }

    private static double cosine(INDArray a, INDArray b) {
        double lengths = a.norm2Number().doubleValue() * b.norm2Number().doubleValue();
        return lengths == 0 ? 0 : a.mul(b).sumNumber().doubleValue() / lengths;
    }
}
