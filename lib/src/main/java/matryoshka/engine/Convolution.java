package matryoshka.engine;

/**
 * The shape of a convolution in channels-last order: images [B, Y, X, C] and filters [kY, kX, C, F] give [B, Y, X, F],
 * each image framed by zeros. Step 1, no dilation.
 */
record Convolution(int batch, int height, int width, int channels, int kernelHeight, int kernelWidth, int filters) {
    private static final long[] STEPS_AND_FORMATS = {1, 1, 0, 0, 1, 1, 1, 1, 0
    }; // …, same size, channels last, [Y, X, I, O]

    /** Null if {@code node} is a convolution of another kind. */
    static Convolution of(Node node, Tensor x, Tensor filters) {
        long[] args = node.integers();
        if (!x.isFloat() || !filters.isFloat() || x.rank() != 4 || filters.rank() != 4) return null;
        if (x.length == 0 || args.length != 2 + STEPS_AND_FORMATS.length || x.last() != filters.shape[2]) return null;
        if (args[0] != filters.shape[0] || args[1] != filters.shape[1]) return null;
        for (int i = 0; i < STEPS_AND_FORMATS.length; i++) if (args[2 + i] != STEPS_AND_FORMATS[i]) return null;
        int[] images = x.shape;
        int[] kernel = filters.shape;
        return new Convolution(images[0], images[1], images[2], images[3], kernel[0], kernel[1], kernel[3]);
    }

    /** Pixels of an image. */
    int pixels() {
        return height * width;
    }

    /** Numbers a filter sees of an image at one pixel. */
    int patch() {
        return kernelHeight * kernelWidth * channels;
    }

    int framedWidth() {
        return width + kernelWidth - 1;
    }

    /** Numbers of an image in its frame of zeros. */
    int framed() {
        return (height + kernelHeight - 1) * framedWidth() * channels;
    }

    /** Numbers from the beginning of a framed image to that of row {@code y} of the image in it. */
    private int inside(int y) {
        return ((y + (kernelHeight - 1) / 2) * framedWidth() + (kernelWidth - 1) / 2) * channels;
    }

    /** Puts one image into its frame, whose rim is zero already. */
    void frame(long image, long framed) {
        int row = width * channels;
        for (int y = 0; y < height; y++) Memory.copy(image + 4L * y * row, framed + 4L * inside(y), row);
    }

    /** Takes it out again. */
    void unframe(long framed, long image) {
        int row = width * channels;
        for (int y = 0; y < height; y++) Memory.copy(framed + 4L * inside(y), image + 4L * y * row, row);
    }

    /**
     * What the filters see at every pixel of a framed image: [Y·X, kY·kX·C]. May write up to {@link Memory#LANES}
     * floats more than that.
     */
    void patches(long framed, long patches) {
        int row = framedWidth() * channels;
        for (int y = 0; y < height; y++)
            ConvolutionLoops.patches(
                    framed + 4L * y * row,
                    row,
                    channels,
                    patches + 4L * y * width * patch(),
                    kernelHeight,
                    kernelWidth * channels,
                    width);
    }

    /** Adds patches up where they came from. */
    void addPatches(long patches, long framed) {
        int run = kernelWidth * channels;
        for (int y = 0; y < height; y++)
            for (int k = 0; k < kernelHeight; k++)
                ConvolutionLoops.gather(
                        patches + 4L * ((long) y * width * patch() + k * run),
                        patch(),
                        framed + 4L * (y + k) * framedWidth() * channels,
                        channels,
                        run,
                        width);
    }
}
