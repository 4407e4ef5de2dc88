package dev.demist;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads PNG and JPEG files as people see them: upright, in sRGB, on a plain ground. The JDK reads PNG, TwelveMonkeys
 * ImageIO reads JPEG, which may hold CMYK and YCCK.
 */
final class PictureReader {

    /** The ground of pictures. */
    static final int WHITE = 255;

    /** The ground of masks. */
    static final int BLACK = 0;

    private static final int PNG_HEAD = 0x89504E47;
    private static final int JPEG_HEAD = 0xFFD8FF;

    private PictureReader() {}

    static Picture read(byte[] file, String field, long maxPixels, int ground) {
        return reading(file, field, (reader, isPng) -> {
            checkSize(reader.getWidth(0), reader.getHeight(0), field, maxPixels);
            Pixels stored = Pixels.of(whole(reader));
            Pixels pixels = isPng ? PngMetadata.of(file).applied(stored) : JpegMetadata.inSrgb(stored, file);
            return orientation(file, isPng).upright(pixels.on(ground));
        });
    }

    // Of a JPEG that is cut off, the rest would be gray, with a warning.
    private static BufferedImage whole(ImageReader reader) throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning.toLowerCase(Locale.ROOT)));
        BufferedImage image = reader.read(0);
        if (warnings.stream().anyMatch(warning -> warning.contains("premature end"))) {
            throw new IOException("it is cut off");
        }
        return image;
    }

    private static void checkSize(int width, int height, String field, long maxPixels) {
        if ((long) width * height > maxPixels) {
            String size = width + "x" + height + " pixels";
            throw DemistException.invalid(field, size, "it may have at most " + maxPixels + " pixels in all");
        }
    }

    /** The size of the upright picture; decodes nothing but the file's head. */
    static OwnSize size(byte[] file, String field) {
        return reading(file, field, (reader, isPng) -> {
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            return orientation(file, isPng).transposed() ? new OwnSize(height, width) : new OwnSize(width, height);
        });
    }

    private static Orientation orientation(byte[] file, boolean isPng) throws IOException {
        return isPng ? PngMetadata.of(file).orientation() : JpegMetadata.orientation(file);
    }

    private interface Reading<T> {
        T of(ImageReader reader, boolean isPng) throws IOException;
    }

    // The metadata is ignored, as the JDK's reader of PNG would unpack compressed texts of any size.
    private static <T> T reading(byte[] file, String field, Reading<T> reading) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            boolean isPng = head(file) == PNG_HEAD;
            ImageReader reader = isPng ? pngReader() : jpegReader(file, field);
            try {
                reader.setInput(in, true, true);
                return reading.of(reader, isPng);
            } finally {
                reader.dispose();
            }
        } catch (DemistException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The readers throw all kinds of exceptions at damaged files.
            throw DemistException.inField(
                    ErrorCode.INVALID_REQUEST, field, "it cannot be read as PNG or JPEG: " + e.getMessage(), e);
        }
    }

    private static int head(byte[] file) {
        if (file.length < Integer.BYTES) {
            return 0;
        }
        int first = ByteBuffer.wrap(file).getInt();
        return first >>> 8 == JPEG_HEAD ? JPEG_HEAD : first;
    }

    private static ImageReader pngReader() {
        return ImageIO.getImageReadersByFormatName("png").next();
    }

    private static ImageReader jpegReader(byte[] file, String field) throws IOException {
        if (head(file) != JPEG_HEAD) {
            throw DemistException.invalid(field, OtherFormats.name(file), "it must be a PNG or a JPEG");
        }
        return IIORegistry.getDefaultInstance()
                .getServiceProviderByClass(JPEGImageReaderSpi.class)
                .createReaderInstance();
    }
}
