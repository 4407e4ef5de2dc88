package dev.demist;

import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * How the stored rows lie in the upright picture. Source: Exif 3.0, 4.6.5.1.5.
 *
 * @param transposed whether rows are columns of the upright picture
 * @param fromRight whether the upright picture's columns are stored from the right
 * @param fromBottom whether the upright picture's rows are stored from the bottom
 */
record Orientation(boolean transposed, boolean fromRight, boolean fromBottom) {

    static final Orientation UPRIGHT = new Orientation(false, false, false);

    /** That of an EXIF value 1 ... 8; others are upright. */
    static Orientation of(int value) {
        return switch (value) {
            case 2 -> new Orientation(false, true, false);
            case 3 -> new Orientation(false, true, true);
            case 4 -> new Orientation(false, false, true);
            case 5 -> new Orientation(true, false, false);
            case 6 -> new Orientation(true, true, false);
            case 7 -> new Orientation(true, true, true);
            case 8 -> new Orientation(true, false, true);
            default -> UPRIGHT;
        };
    }

    /** That of EXIF data, a TIFF structure; upright if it has none or is damaged, as other readers take it. */
    static Orientation ofExif(byte[] tiff) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(tiff))) {
            Directory directory = new TIFFReader().read(in);
            Entry entry = directory.getEntryById(TIFF.TAG_ORIENTATION);
            return entry != null && entry.getValue() instanceof Number value ? of(value.intValue()) : UPRIGHT;
        } catch (IOException | RuntimeException damaged) {
            return UPRIGHT;
        }
    }

    /** The picture as it is meant to be seen. */
    Picture upright(Picture stored) {
        if (equals(UPRIGHT)) {
            return stored;
        }
        int width = transposed ? stored.height() : stored.width();
        int height = transposed ? stored.width() : stored.height();
        byte[] rgb = new byte[stored.rgb().length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int across = fromRight ? width - 1 - x : x;
                int down = fromBottom ? height - 1 - y : y;
                int from = transposed ? across * stored.width() + down : down * stored.width() + across;
                System.arraycopy(stored.rgb(), 3 * from, rgb, 3 * (y * width + x), 3);
            }
        }
        return new Picture(width, height, rgb);
    }
}
