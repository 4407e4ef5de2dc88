package dev.demist;

import java.util.Arrays;
import java.util.Map;

/**
 * An 8-bit RGB picture.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb {@code width * height * 3} bytes, row by row from the top, red first. The array is taken over and handed
 *     out without copies, as a picture may have many megabytes: neither its maker nor its readers may change it
 */
public record Picture(int width, int height, byte[] rgb) implements PictureSource {

    /** Checks the size. */
    public Picture {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "a picture of " + width + "x" + height + " pixels needs 3 bytes for each, not " + rgb.length);
        }
    }

    /**
     * Encoded as PNG.
     *
     * @param text keyword -> text, stored in text chunks ({@code parameters} holds the recipe)
     */
    public byte[] png(Map<String, String> text) {
        return PictureCodec.png(this, text);
    }

    /** Encoded as PNG with its recipe in the text chunks {@code parameters} and {@code demist}. */
    public byte[] png(ResolvedRequest recipe) {
        return png(Recipe.of(recipe));
    }

    /** Encoded as JPEG of quality 0 ... 1; 0.8 is a good one for previews. */
    public byte[] jpeg(float quality) {
        return PictureCodec.jpeg(this, quality);
    }

    /**
     * Reads a PNG or JPEG; transparency is laid on white.
     *
     * @throws DemistException INVALID_REQUEST if it is neither, or larger than {@code maxPixels}
     */
    public static Picture read(byte[] encoded, long maxPixels) {
        return PictureCodec.read(encoded, "image", maxPixels);
    }

    /**
     * The uncompressed text chunks of a PNG, keyword -> text; empty if there are none.
     *
     * @throws DemistException INVALID_REQUEST if it is not a PNG or is cut off
     */
    public static Map<String, String> text(byte[] png) {
        return PngText.read(png);
    }

    /** This. */
    @Override
    public Picture decode(String field, long maxPixels) {
        return this;
    }

    @Override
    public String address() {
        return new EncodedPicture(png(Map.of())).address();
    }

    /** Scaled to another size by averaging and bilinear interpolation; this, if the size is the same. */
    public Picture resize(int newWidth, int newHeight) {
        return newWidth == width && newHeight == height ? this : PictureCodec.resize(this, newWidth, newHeight);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Picture that
                && width == that.width
                && height == that.height
                && Arrays.equals(rgb, that.rgb);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(rgb);
    }

    @Override
    public String toString() {
        return "Picture[" + width + "x" + height + "]";
    }
}
