package matryoshka.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.List;
import matryoshka.vision.Image;
import matryoshka.vision.ImageDataset;
import org.junit.jupiter.api.Test;

class ImageGalleryTest {
    private static final ImageDataset IMAGES = ImageDataset.of(
            "two", List.of(plain(0), plain(255), plain(100)), new int[] {0, 1, 1}, List.of("dark", "light"));

    private static Image plain(int grey) {
        byte[] pixels = new byte[16];
        java.util.Arrays.fill(pixels, (byte) grey);
        return Image.of(4, 4, pixels);
    }

    @Test
    void every_class_has_its_row_dark_on_white() {
        BufferedImage drawn = Charts.image(ImageGallery.of(IMAGES, 2, "Two classes"));

        assertThat(grey(drawn, 0, 0)).isEqualTo(255); // 0 on black is white here
        assertThat(grey(drawn, 1, 0)).isZero();
        assertThat(grey(drawn, 1, 1)).isEqualTo(155);
        assertThat(grey(drawn, 0, 1)).isEqualTo(255); // no second image of this class
        assertThatThrownBy(() -> ImageGallery.of(IMAGES, 0, "")).hasMessageContaining("got 0");
    }

    private static int grey(BufferedImage drawn, int row, int column) {
        return drawn.getRGB(2 * (150 + column * 62 + 28), 2 * (60 + row * 62 + 28)) & 0xFF;
    }
}
