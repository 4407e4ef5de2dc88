package dev.demist.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.Picture;
import dev.demist.scheduler.Tensor;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PicturesTest {

    @Property
    void aPictureComesBackFromItsTensor(@ForAll @Size(24) byte[] rgb) {
        Picture picture = new Picture(4, 2, rgb);
        assertThat(Pictures.ofTensor(Pictures.toTensor(picture))).isEqualTo(picture);
    }

    @Example
    void pixelsBecomeMinusOneToOnePlaneByPlane() {
        Tensor tensor = Pictures.toTensor(new Picture(2, 1, new byte[] {0, (byte) 255, 51, (byte) 204, 0, 0}));
        assertThat(tensor).isEqualTo(Tensor.of(new float[] {-1, 0.6f, 1, -1, -0.6f, -1}, 1, 3, 1, 2));
    }

    @Example
    void valuesAreRoundedHalfToEvenAndClipped() {
        assertGrey(0, 128);
        assertGrey(-1.5f, 0);
        assertGrey(7, 255);
        assertGrey(Float.NaN, 0);
    }

    private static void assertGrey(float value, int expected) {
        byte[] rgb = Pictures.ofTensor(Tensor.full(value, 1, 3, 1, 1)).rgb();
        assertThat(rgb).containsExactly(expected, expected, expected);
    }

    @Example
    void onlyOnePictureOfThreeColoursIsOne() {
        assertThatThrownBy(() -> Pictures.ofTensor(Tensor.zeros(1, 4, 2, 2))).hasMessageContaining("[1, 4, 2, 2]");
        assertThatThrownBy(() -> Pictures.ofTensor(Tensor.zeros(2, 3, 2, 2))).hasMessageContaining("[2, 3, 2, 2]");
    }

    @Property
    void aMaskIsSetWhereItIsLight(@ForAll @IntRange(max = 255) int grey) {
        Picture mask = new Picture(1, 1, new byte[] {(byte) grey, (byte) grey, (byte) grey});
        assertThat(Pictures.toMask(mask, 1, 1).get(0)).isEqualTo(grey >= 128 ? 1 : 0);
    }

    @Example
    void aMaskOfAnotherSizeIsScaled() {
        byte[] leftWhite = new byte[3 * 16 * 8];
        for (int i = 0; i < leftWhite.length; i++) {
            leftWhite[i] = (byte) (i / 3 % 16 < 8 ? 255 : 0);
        }
        Tensor mask = Pictures.toMask(new Picture(16, 8, leftWhite), 4, 8);
        assertThat(mask.rows(0, 1)).isEqualTo(mask);
        for (int i = 0; i < mask.size(); i++) {
            assertThat(mask.get(i)).isEqualTo(i % 8 < 4 ? 1 : 0);
        }
        mask.requireShape(1, 1, 4, 8);
    }
}
