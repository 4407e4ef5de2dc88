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

    /** The text chunks that hold a recipe, {@code parameters} and {@code demist}: keyword -> text. */
    public static Map<String, String> recipe(ResolvedRequest request) {
        return Recipe.of(request);
    }

    /** Encoded as JPEG of quality 0 ... 1; 0.8 is a good one for previews. */
    public byte[] jpeg(float quality) {
        return PictureCodec.jpeg(this, quality);
    }

    /**
     * Reads a PNG or JPEG, upright and in sRGB: its orientation and its colour profile are applied. Transparency is
     * laid on white. Use {@link EncodedPicture} for a mask, whose transparency counts.
     *
     * @throws DemistException INVALID_REQUEST if it is neither, or larger than {@code maxPixels}
     */
    public static Picture read(byte[] encoded, long maxPixels) {
        return PictureReader.read(encoded, "image", maxPixels, PictureReader.WHITE);
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
    public Picture decodeMask(String field, long maxPixels) {
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

    /** At another size by {@code fit}, where the shapes differ; this, if the size is the same. */
    public Picture resize(int newWidth, int newHeight, Fit fit) {
        return fit.apply(this, newWidth, newHeight);
    }

    /** In the same shape with at most {@code pixels} pixels; this, if it has no more. */
    public Picture within(int pixels) {
        double scale = Math.sqrt((double) pixels / width / height);
        return scale >= 1 ? this : resize(Math.max(1, (int) (width * scale)), Math.max(1, (int) (height * scale)));
    }

    /** The middle, with black around it where it is wanted larger than this. */
    public Picture middle(int newWidth, int newHeight) {
        byte[] cut = new byte[3 * newWidth * newHeight];
        int left = Math.floorDiv(width - newWidth, 2);
        int top = Math.floorDiv(height - newHeight, 2);
        int columns = Math.min(width, newWidth);
        for (int y = Math.max(0, top); y < Math.min(height, top + newHeight); y++) {
            int from = y * width + Math.max(0, left);
            int to = (y - top) * newWidth + Math.max(0, -left);
            System.arraycopy(rgb, 3 * from, cut, 3 * to, 3 * columns);
        }
        return new Picture(newWidth, newHeight, cut);
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
