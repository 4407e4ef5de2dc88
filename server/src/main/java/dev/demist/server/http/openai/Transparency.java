package dev.demist.server.http.openai;

import dev.demist.Picture;
import dev.demist.PictureSource;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Masks in OpenAI's sense: what is transparent is repainted. Blocking. */
final class Transparency {

    private Transparency() {}

    /** White where {@code file} is transparent; null if it has no transparency. */
    static @Nullable PictureSource mask(byte[] file) {
        BufferedImage image = read(file);
        Raster alpha = image == null || !image.getColorModel().hasAlpha() ? null : alpha(image);
        if (alpha == null) {
            return null;
        }
        int[] opacity = alpha.getSamples(0, 0, alpha.getWidth(), alpha.getHeight(), 0, (int[]) null);
        return Arrays.stream(opacity).allMatch(value -> value == 255)
                ? null
                : new Picture(alpha.getWidth(), alpha.getHeight(), inverted(opacity));
    }

    // A palette's transparency is seen in no raster of its own.
    private static @Nullable Raster alpha(BufferedImage image) {
        BufferedImage plain = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        plain.createGraphics().drawImage(image, 0, 0, null);
        return plain.getAlphaRaster();
    }

    private static byte[] inverted(int[] opacity) {
        byte[] rgb = new byte[3 * opacity.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (255 - opacity[i / 3]);
        }
        return rgb;
    }

    // Files that cannot be read are refused where they are read as pictures.
    private static @Nullable BufferedImage read(byte[] file) {
        try {
            return ImageIO.read(new ByteArrayInputStream(file));
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
