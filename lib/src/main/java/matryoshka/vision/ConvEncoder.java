package matryoshka.vision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import matryoshka.encoder.Encoder;
import matryoshka.encoder.Parameters;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A small convolutional network: twice a 3 × 3 convolution, 2 × 2 max pooling and ReLU, then a dense layer to z
 * [B, D]. Pixels enter as 0 to 1.
 */
public final class ConvEncoder implements Encoder<Image> {
    static final String KIND = "conv";
    static final String CONFIG_FILE = "conv.json";
    private static final String IMAGES = "images"; // [B, height, width, 1]
    private static final List<String> LAYERS = List.of("conv1", "conv2", "dense");
    private static final int KERNEL = 3;

    private final ConvConfig config;
    private final Parameters parameters;

    /**
     * An encoder that shares {@code parameters}.
     *
     * @throws IllegalArgumentException naming a tensor that is missing or of another shape
     */
    ConvEncoder(ConvConfig config, Parameters parameters) {
        this.config = config;
        Map<String, INDArray> own = new LinkedHashMap<>();
        shapes(config).forEach((name, shape) -> {
            INDArray array = parameters.get(name);
            if (!Arrays.equals(array.shape(), shape))
                throw new IllegalArgumentException("tensor " + name + " has shape "
                        + Arrays.toString(array.shape()) + ", the configuration asks for "
                        + Arrays.toString(shape));
            own.put(name, array);
        });
        this.parameters = Parameters.of(own);
    }

    /** An encoder that has learned nothing: normal weights of variance 2/inputs (arXiv:1502.01852), biases 0. */
    public static ConvEncoder random(ConvConfig config, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        shapes(config).forEach((name, shape) -> tensors.put(name, initial(shape, random)));
        return new ConvEncoder(config, Parameters.of(tensors));
    }

    private static INDArray initial(long[] shape, SplittableRandom random) {
        if (shape.length == 1) return Nd4j.zeros(DataType.FLOAT, shape);
        INDArray weights = Nd4j.create(DataType.FLOAT, shape);
        double deviation = Math.sqrt(2.0 * shape[shape.length - 1] / weights.length());
        float[] values = new float[(int) weights.length()];
        for (int i = 0; i < values.length; i++) values[i] = (float) (deviation * random.nextGaussian());
        return Nd4j.createFromArray(values).reshape('c', shape).dup('c');
    }

    private static Map<String, long[]> shapes(ConvConfig config) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("conv1.weight", new long[] {KERNEL, KERNEL, 1, config.first()});
        shapes.put("conv1.bias", new long[] {config.first()});
        shapes.put("conv2.weight", new long[] {KERNEL, KERNEL, config.first(), config.second()});
        shapes.put("conv2.bias", new long[] {config.second()});
        shapes.put("dense.weight", new long[] {config.flattened(), config.dimension()});
        shapes.put("dense.bias", new long[] {config.dimension()});
        return shapes;
    }

    public ConvConfig config() {
        return config;
    }

    @Override
    public int dimension() {
        return config.dimension();
    }

    @Override
    public Class<Image> exampleType() {
        return Image.class;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public int layers() {
        return LAYERS.size();
    }

    @Override
    public int layer(String parameter) {
        return 1 + LAYERS.indexOf(parameter.substring(0, parameter.indexOf('.')));
    }

    @Override
    public SDVariable build(SameDiff graph, Mode mode) {
        SDVariable images = graph.placeHolder(IMAGES, type(), -1, config.height(), config.width(), 1);
        SDVariable edges = block(graph, images, "conv1"); // [B, height/2, width/2, first]
        SDVariable parts = block(graph, edges, "conv2"); // [B, height/4, width/4, second]
        return parts.reshape(-1, config.flattened())
                .mmul(parameters.variable(graph, "dense.weight"))
                .add(parameters.variable(graph, "dense.bias")); // [B, D]
    }

    /** ReLU comes after pooling: the largest number is the same, and there are a quarter as many. */
    private SDVariable block(SameDiff graph, SDVariable x, String name) {
        SDVariable weight = parameters.variable(graph, name + ".weight");
        SDVariable seen = graph.cnn().conv2d(x, weight, parameters.variable(graph, name + ".bias"), convolution());
        return graph.nn().relu(graph.cnn().maxPooling2d(seen, pooling()), 0);
    }

    private static Conv2DConfig convolution() {
        return Conv2DConfig.builder()
                .kH(KERNEL)
                .kW(KERNEL)
                .paddingMode(PaddingMode.SAME)
                .dataFormat(Conv2DConfig.NHWC)
                .weightsFormat(WeightsFormat.YXIO)
                .build();
    }

    private static Pooling2DConfig pooling() {
        return Pooling2DConfig.builder()
                .kH(2)
                .kW(2)
                .sH(2)
                .sW(2)
                .paddingMode(PaddingMode.VALID)
                .isNHWC(true)
                .build();
    }

    private DataType type() {
        return parameters.get("dense.weight").dataType();
    }

    @Override
    public int length(Image image) {
        return 1;
    }

    /** @throws IllegalArgumentException if an image has another size than the configuration says */
    @Override
    public Map<String, INDArray> feed(List<Image> images, Mode mode, SplittableRandom random) {
        int area = config.height() * config.width();
        float[] pixels = new float[Math.multiplyExact(images.size(), area)];
        for (int i = 0; i < images.size(); i++) {
            Image image = images.get(i);
            if (image.height() != config.height() || image.width() != config.width())
                throw new IllegalArgumentException("this encoder takes images of " + config.height() + " × "
                        + config.width() + ", got one of " + image.height() + " × " + image.width()
                        + ": scale it, or configure an encoder of its size");
            image.copyTo(pixels, i * area);
        }
        INDArray batch = Nd4j.createFromArray(pixels).reshape(images.size(), config.height(), config.width(), 1);
        return Map.of(IMAGES, batch.castTo(type()));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void saveConfig(Path folder) throws IOException {
        config.write(folder.resolve(CONFIG_FILE));
    }
}
