package matryoshka.engine;

import static matryoshka.engine.Parity.agree;
import static matryoshka.engine.Parity.normal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** Convolutions, max pooling and ReLU by kernels, against SameDiff's own operations and against plain loops. */
class ConvolutionTest {
    private static final int TRIES = 25;
    private static final String[] CONVOLUTION = {"conv2d", "conv2d_bp"};
    private static final String[] POOLING = {"maxpool2d", "maxpool2d_bp"};

    private static Conv2DConfig.Conv2DConfigBuilder kernel(int height, int width) {
        return Conv2DConfig.builder()
                .kH(height)
                .kW(width)
                .paddingMode(PaddingMode.SAME)
                .dataFormat(Conv2DConfig.NHWC)
                .weightsFormat(WeightsFormat.YXIO);
    }

    private static SDVariable convolution(SameDiff sd, int[] images, int height, int width, int filters) {
        SDVariable x = sd.var("x", normal(1, images));
        SDVariable w = sd.var("w", normal(2, height, width, images[3], filters));
        return sd.cnn()
                .conv2d(
                        x,
                        w,
                        sd.var("b", normal(3, filters)),
                        kernel(height, width).build());
    }

    private static SDVariable pooled(SameDiff sd, SDVariable x, int height, int width) {
        return sd.cnn()
                .maxPooling2d(
                        x,
                        Pooling2DConfig.builder()
                                .kH(height)
                                .kW(width)
                                .sH(height)
                                .sW(width)
                                .isNHWC(true)
                                .build());
    }

    @Property(tries = TRIES, seed = "1")
    void convolutions_of_any_size(
            @ForAll @IntRange(min = 1, max = 4) int batch,
            @ForAll @IntRange(min = 5, max = 9) int height,
            @ForAll @IntRange(min = 5, max = 9) int width,
            @ForAll @IntRange(min = 1, max = 19) int channels,
            @ForAll @IntRange(min = 1, max = 3) int half,
            @ForAll @IntRange(min = 2, max = 35) int filters) {
        int[] images = {batch, height, width, channels};
        agree(sd -> convolution(sd, images, 2 * half - 1, 3, filters), CONVOLUTION);
    }

    @Example
    void a_convolution_without_biases() {
        agree(
                sd -> sd.cnn()
                        .conv2d(
                                sd.var("x", normal(1, 3, 6, 5, 4)),
                                sd.var("w", normal(2, 3, 3, 4, 7)),
                                kernel(3, 3).build()),
                CONVOLUTION);
    }

    @Example
    void a_convolution_is_the_sum_over_what_each_filter_sees() {
        INDArray x = normal(1, 2, 5, 6, 3);
        INDArray w = normal(2, 3, 5, 3, 4);
        INDArray b = normal(3, 4);
        Parity.Build build = sd -> sd.cnn()
                .conv2d(
                        sd.var("x", x),
                        sd.var("w", w),
                        sd.var("b", b),
                        kernel(3, 5).build());
        INDArray y = Parity.run(Parity.VECTORIZED, build, Map.of()).outputs().get(Parity.RESULT);
        Parity.close("y", naive(x, w, b), y);
    }

    private static INDArray naive(INDArray x, INDArray w, INDArray b) {
        INDArray y = Nd4j.zeros(x.size(0), x.size(1), x.size(2), w.size(3));
        for (long n = 0; n < y.size(0); n++)
            for (long r = 0; r < y.size(1); r++)
                for (long c = 0; c < y.size(2); c++)
                    for (long f = 0; f < y.size(3); f++)
                        y.putScalar(new long[] {n, r, c, f}, b.getDouble(f) + seen(x, w, n, r, c, f));
        return y;
    }

    private static double seen(INDArray x, INDArray w, long n, long r, long c, long f) {
        double sum = 0;
        for (long i = 0; i < w.size(0); i++)
            for (long j = 0; j < w.size(1); j++)
                for (long k = 0; k < w.size(2); k++) {
                    long row = r + i - w.size(0) / 2;
                    long column = c + j - w.size(1) / 2;
                    if (row >= 0 && row < x.size(1) && column >= 0 && column < x.size(2))
                        sum += x.getDouble(n, row, column, k) * w.getDouble(i, j, k, f);
                }
        return sum;
    }

    @Example
    void other_kinds_of_convolution_run_as_nd4js_own() {
        Parity.Build strided = sd -> sd.cnn()
                .conv2d(
                        sd.var("x", normal(1, 2, 6, 6, 3)),
                        sd.var("w", normal(2, 3, 3, 3, 5)),
                        kernel(3, 3).sH(2).sW(2).build());
        Parity.Build valid = sd -> sd.cnn()
                .conv2d(
                        sd.var("x", normal(1, 2, 6, 6, 3)),
                        sd.var("w", normal(2, 3, 3, 3, 5)),
                        kernel(3, 3).paddingMode(PaddingMode.VALID).build());
        for (Parity.Build build : new Parity.Build[] {strided, valid}) {
            agree(build);
            assertThat(Parity.operationsWithKernels(build, Map.of())).doesNotContain("conv2d");
        }
    }

    @Property(tries = TRIES, seed = "1")
    void max_pooling(
            @ForAll @IntRange(min = 1, max = 4) int batch,
            @ForAll @IntRange(min = 3, max = 9) int height,
            @ForAll @IntRange(min = 3, max = 9) int width,
            @ForAll @IntRange(min = 1, max = 35) int channels,
            @ForAll @IntRange(min = 1, max = 3) int window) {
        agree(sd -> pooled(sd, sd.var("x", normal(1, batch, height, width, channels)), window, 2), POOLING);
    }

    @Example
    void of_equal_numbers_the_first_gets_the_gradient() {
        SplittableRandom random = new SplittableRandom(5);
        float[] numbers = new float[2 * 6 * 6 * 19];
        for (int i = 0; i < numbers.length; i++) numbers[i] = random.nextInt(3) - 1f;
        INDArray x = Nd4j.createFromArray(numbers).reshape(2, 6, 6, 19);
        agree(sd -> pooled(sd, sd.var("x", x), 2, 2), POOLING);
    }

    @Property(tries = TRIES, seed = "1")
    void relu(@ForAll @IntRange(min = 1, max = 67) int rows, @ForAll @IntRange(min = 1, max = 67) int columns) {
        agree(sd -> sd.nn().relu(sd.var("x", normal(1, rows, columns)), 0), "relu", "thresholdedrelu_bp");
    }
}
