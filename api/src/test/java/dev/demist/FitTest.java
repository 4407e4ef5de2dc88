package dev.demist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FitTest {

    /** Columns of gray 10, 20, ... */
    private static Picture columns(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (10 * (i / 3 % width + 1));
        }
        return new Picture(width, height, rgb);
    }

    private static int gray(Picture picture, int x, int y) {
        return picture.rgb()[3 * (y * picture.width() + x)] & 0xff;
    }

    @Test
    void cropTakesTheMiddle() {
        assertThat(columns(6, 2).resize(2, 2, Fit.CROP)).isEqualTo(columns(6, 2).middle(2, 2));
        Picture middle = columns(6, 2).resize(2, 2, Fit.CROP);
        assertThat(gray(middle, 0, 0)).isEqualTo(30);
        assertThat(gray(middle, 1, 1)).isEqualTo(40);
    }

    @Test
    void padLaysTheWholeOnBlack() {
        Picture padded = columns(4, 2).resize(4, 4, Fit.PAD);
        assertThat(gray(padded, 2, 0)).isZero();
        assertThat(gray(padded, 0, 1)).isEqualTo(10);
        assertThat(gray(padded, 3, 2)).isEqualTo(40);
        assertThat(gray(padded, 2, 3)).isZero();
        Picture tall = columns(2, 4).resize(4, 4, Fit.PAD);
        assertThat(gray(tall, 0, 0)).isZero();
        assertThat(gray(tall, 1, 0)).isEqualTo(10);
        assertThat(gray(tall, 3, 3)).isZero();
    }

    @Test
    void stretchScalesEachSide() {
        Picture picture = columns(6, 2);
        assertThat(picture.resize(2, 2, Fit.STRETCH)).isEqualTo(picture.resize(2, 2));
    }

    @Test
    void theSameShapeIsOnlyScaled() {
        Picture picture = columns(8, 4);
        for (Fit fit : Fit.values()) {
            assertThat(picture.resize(4, 2, fit)).isEqualTo(picture.resize(4, 2));
            assertThat(picture.resize(8, 4, fit)).isSameAs(picture);
        }
    }
}
