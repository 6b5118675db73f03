package matryoshka.engine;

import static matryoshka.engine.Parity.agree;
import static matryoshka.engine.Parity.normal;
import static matryoshka.engine.Parity.uniform;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.autodiff.samediff.SDVariable;

/** The elementwise kernels and the fusions, forward and backward, against SameDiff's own operations. */
class ElementwiseParityTest {
    private static final int TRIES = 8;

    /** Shapes of two operands that broadcast. */
    record Pair(int[] a, int[] b) {
        @Override
        public String toString() {
            return Arrays.toString(a) + " with " + Arrays.toString(b);
        }
    }

    @Provide
    Arbitrary<Pair> pairs() {
        Arbitrary<Integer> small = Arbitraries.integers().between(1, 4);
        Arbitrary<Integer> wide = Arbitraries.integers().between(1, 37);
        return Combinators.combine(Arbitraries.integers().between(0, 10), small, small, wide, wide)
                .as(ElementwiseParityTest::pair);
    }

    private static Pair pair(int kind, int b, int a, int l, int h) {
        return switch (kind) {
            case 0 -> new Pair(new int[] {l, h}, new int[] {l, h});
            case 1 -> new Pair(new int[] {l, h}, new int[] {h});
            case 2 -> new Pair(new int[] {b, a, l, l}, new int[] {b, 1, 1, l});
            case 3 -> new Pair(new int[] {b, l, h}, new int[] {b, l, 1});
            case 4 -> new Pair(new int[] {l, h}, new int[] {l, 1});
            case 5 -> new Pair(new int[] {l, h}, new int[] {});
            case 6 -> new Pair(new int[] {h}, new int[] {l, h});
            case 7 -> new Pair(new int[] {l, 1}, new int[] {1, h});
            case 8 -> new Pair(new int[] {b, l, h}, new int[] {1, l, h});
            case 9 -> new Pair(new int[] {b, 1, h}, new int[] {b, l, h});
            default -> new Pair(new int[] {h}, new int[] {h});
        };
    }

    interface Binary {
        SDVariable of(SDVariable a, SDVariable b);
    }

    private static Parity.Build binary(Pair shapes, Binary operation) {
        return sd -> operation.of(sd.var("a", normal(1, shapes.a())), sd.var("b", uniform(2, 0.5, 2, shapes.b())));
    }

    @Property(tries = 2 * TRIES, seed = "1")
    void sums_broadcast(@ForAll("pairs") Pair shapes) {
        agree(binary(shapes, SDVariable::add), "add", "add_bp");
    }

    @Property(tries = TRIES, seed = "1")
    void differences_broadcast(@ForAll("pairs") Pair shapes) {
        agree(binary(shapes, SDVariable::sub), "subtract");
    }

    @Property(tries = 2 * TRIES, seed = "1")
    void products_broadcast(@ForAll("pairs") Pair shapes) {
        agree(binary(shapes, SDVariable::mul), "multiply", "multiply_bp");
    }

    @Property(tries = TRIES, seed = "1")
    void quotients_broadcast(@ForAll("pairs") Pair shapes) {
        agree(binary(shapes, SDVariable::div), "divide");
    }

    @Property(tries = TRIES, seed = "1")
    void quotients_by_a_constant_have_a_gradient_for_the_numerator(@ForAll("pairs") Pair shapes) {
        agree(sd -> sd.var("a", normal(1, shapes.a())).div(sd.constant(uniform(2, 0.5, 2, shapes.b()))), "divide");
    }

    @Property(tries = TRIES, seed = "1")
    void a_product_of_a_value_with_itself_adds_both_gradients(@ForAll @IntRange(min = 1, max = 70) int n) {
        agree(
                sd -> {
                    SDVariable x = sd.var("x", normal(1, n)).mul(2);
                    return x.mul(x);
                },
                "multiply_bp",
                "add");
    }

    private static void unary(int rows, int columns, UnaryOperator<SDVariable> f, String... names) {
        agree(sd -> f.apply(sd.var("x", uniform(3, -4, 4, rows, columns))), names);
    }

    @Property(tries = TRIES, seed = "1")
    void scalar_arithmetic(@ForAll @IntRange(min = 1, max = 5) int r, @ForAll @IntRange(min = 1, max = 37) int c) {
        unary(r, c, x -> x.add(1.25).mul(-0.7).sub(3).neg(), "add_scalar", "mul_scalar", "sub_scalar", "neg");
    }

    @Property(tries = TRIES, seed = "1")
    void functions(@ForAll @IntRange(min = 1, max = 5) int r, @ForAll @IntRange(min = 1, max = 37) int c) {
        unary(r, c, x -> x.getSameDiff().math().exp(x), "exp");
        unary(r, c, x -> x.getSameDiff().math().tanh(x), "tanh");
        unary(r, c, x -> x.getSameDiff().math().erf(x), "erf");
    }

    private static SDVariable gelu(SDVariable x) {
        return x.mul(0.5).mul(x.getSameDiff().math().erf(x.mul(Math.sqrt(0.5))).add(1));
    }

    private static SDVariable geluOtherWayRound(SDVariable x) {
        return x.getSameDiff().math().erf(x.mul(Math.sqrt(0.5))).add(1).mul(x.mul(0.5));
    }

    @Property(tries = TRIES, seed = "1")
    void gelu_is_fused(@ForAll @IntRange(min = 1, max = 5) int r, @ForAll @IntRange(min = 1, max = 37) int c) {
        unary(r, c, x -> gelu(x.mul(1.5)), GeluFusion.GELU, GeluFusion.GELU_GRADIENT);
        unary(r, c, x -> geluOtherWayRound(x.mul(1.5)), GeluFusion.GELU);
    }

    @Property(tries = TRIES, seed = "1")
    void gelu_whose_parts_are_read_elsewhere(@ForAll @IntRange(min = 1, max = 37) int n) {
        unary(2, n, x -> gelu(x).add(x.mul(2)), GeluFusion.GELU);
        unary(
                2,
                n,
                x -> {
                    SDVariable half = x.mul(0.5);
                    SDVariable cdf =
                            x.getSameDiff().math().erf(x.mul(Math.sqrt(0.5))).add(1);
                    return half.mul(cdf).add(half).sub(cdf.mul(3));
                },
                GeluFusion.GELU);
    }

    @Property(tries = TRIES, seed = "1")
    void what_only_looks_like_gelu_is_not_fused(@ForAll @IntRange(min = 1, max = 37) int n) {
        unary(2, n, x -> x.mul(0.5).mul(x.getSameDiff().math().erf(x.mul(0.5)).add(1)), "erf");
        unary(
                2,
                n,
                x -> x.mul(0.4)
                        .mul(x.getSameDiff().math().erf(x.mul(Math.sqrt(0.5))).add(1)),
                "erf");
        agree(
                sd -> sd.var("x", normal(1, n))
                        .mul(0.5)
                        .mul(sd.math()
                                .erf(sd.var("z", normal(2, n)).mul(Math.sqrt(0.5)))
                                .add(1)),
                "erf");
    }
}
