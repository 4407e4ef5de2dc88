package dev.demist;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a decoded file as they are stored: the JDK takes stored gray for linear light and would brighten it.
 *
 * @param width in pixels
 * @param height in pixels
 * @param colors bytes for each pixel: 1 for gray, 3 for RGB
 * @param samples {@code width * height * colors} bytes
 * @param alpha {@code width * height} bytes, 255 is opaque; null is opaque everywhere
 */
record Pixels(int width, int height, int colors, byte[] samples, byte @Nullable [] alpha) {

    static Pixels of(BufferedImage image) {
        ColorModel model = image.getColorModel();
        return model instanceof IndexColorModel || !isPlain(model) ? converted(image) : stored(image);
    }

    private static boolean isPlain(ColorModel model) {
        int type = model.getColorSpace().getType();
        boolean srgb = model.getColorSpace().isCS_sRGB();
        return !model.isAlphaPremultiplied() && (type == ColorSpace.TYPE_GRAY || srgb);
    }

    /** By the colour model: palettes, and colours that are not sRGB. */
    private static Pixels converted(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        Pixels pixels = new Pixels(width, height, 3, new byte[3 * width * height], new byte[width * height]);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                pixels.set(y * width + x, row[x]);
            }
        }
        return pixels;
    }

    private void set(int at, int argb) {
        samples[3 * at] = (byte) (argb >> 16);
        samples[3 * at + 1] = (byte) (argb >> 8);
        samples[3 * at + 2] = (byte) argb;
        Objects.requireNonNull(alpha)[at] = (byte) (argb >> 24);
    }

    private static Pixels stored(BufferedImage image) {
        ColorModel model = image.getColorModel();
        Raster raster = image.getRaster();
        int colors = model.getNumColorComponents();
        byte[] alpha = model.hasAlpha() ? bands(raster, model, colors, 1) : null;
        return new Pixels(image.getWidth(), image.getHeight(), colors, bands(raster, model, 0, colors), alpha);
    }

    private static byte[] bands(Raster raster, ColorModel model, int first, int count) {
        int width = raster.getWidth();
        byte[] bytes = new byte[width * raster.getHeight() * count];
        int[] row = new int[width];
        for (int band = 0; band < count; band++) {
            int max = (1 << model.getComponentSize(first + band)) - 1;
            for (int y = 0; y < raster.getHeight(); y++) {
                raster.getSamples(0, y, width, 1, first + band, row);
                for (int x = 0; x < width; x++) {
                    bytes[(y * width + x) * count + band] = (byte) ((row[x] * 255 + max / 2) / max);
                }
            }
        }
        return bytes;
    }

    /** This with a gray, 0 ... 255, as transparent; this, if it is none. */
    Pixels without(int gray) {
        if (gray < 0) {
            return this;
        }
        byte[] left = new byte[width * height];
        for (int i = 0; i < left.length; i++) {
            left[i] = (byte) ((samples[colors * i] & 0xff) == gray ? 0 : 255);
        }
        return new Pixels(width, height, colors, samples, left);
    }

    /** This converted from the colours of a profile; this, if there is none or if it is one of other colours. */
    Pixels inSrgb(@Nullable ICC_Profile profile) {
        if (profile == null || profile.getNumComponents() != colors) {
            return this;
        }
        ICC_Profile[] way = {profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB)};
        WritableRaster target = raster(new byte[3 * width * height], 3);
        new ColorConvertOp(way, null).filter(raster(samples, colors), target);
        return new Pixels(width, height, 3, ((DataBufferByte) target.getDataBuffer()).getData(), alpha);
    }

    private WritableRaster raster(byte[] bytes, int bands) {
        int[] offsets = {0, 1, 2};
        return Raster.createInterleavedRaster(
                new DataBufferByte(bytes, bytes.length),
                width,
                height,
                bands * width,
                bands,
                Arrays.copyOf(offsets, bands),
                null);
    }

    /** The picture on a ground of this gray. */
    Picture on(int ground) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            int opacity = alpha == null ? 255 : alpha[i] & 0xff;
            for (int color = 0; color < 3; color++) {
                int sample = samples[colors == 1 ? i : 3 * i + color] & 0xff;
                rgb[3 * i + color] = (byte) ((sample * opacity + ground * (255 - opacity) + 127) / 255);
            }
        }
        return new Picture(width, height, rgb);
    }
}
