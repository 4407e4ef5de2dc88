package dev.demist.server.http.openai;

import dev.demist.DemistException;
import dev.demist.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * How pictures are written. Blocking; thread-safe.
 *
 * @param format PNG, JPEG or WebP
 * @param compression the quality of JPEG and WebP, 0 ... 100
 */
record Output(Format format, int compression) {

    enum Format {
        PNG,
        JPEG,
        WEBP;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final Output PNG = new Output(Format.PNG, 100);

    private static final Map<String, Format> FORMATS =
            Map.of("png", Format.PNG, "jpeg", Format.JPEG, "jpg", Format.JPEG, "webp", Format.WEBP);

    /**
     * The output that is asked for; PNG if nothing is.
     *
     * @throws DemistException INVALID_REQUEST if the format is not known
     */
    static Output of(@Nullable String format, @Nullable Integer compression) {
        String wanted = format == null ? "png" : format;
        Format known = FORMATS.get(wanted);
        if (known == null) {
            throw DemistException.invalid("output_format", wanted, "it must be png, jpeg or webp");
        }
        return new Output(known, compression == null ? 100 : compression);
    }

    /** A finished picture, which is a PNG with its recipe, in this format. */
    byte[] finished(byte[] png) {
        return format == Format.PNG ? png : write(Picture.read(png, Long.MAX_VALUE));
    }

    /** A picture in this format. */
    byte[] write(Picture picture) {
        return switch (format) {
            case PNG -> picture.png(Map.of());
            case JPEG -> picture.jpeg(compression / 100f);
            case WEBP -> webp(picture);
        };
    }

    private byte[] webp(Picture picture) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("webp").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionType("Lossy");
            param.setCompressionQuality(compression / 100f);
            writer.write(null, new IIOImage(buffered(picture), null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage buffered(Picture picture) {
        int width = picture.width();
        BufferedImage image = new BufferedImage(width, picture.height(), BufferedImage.TYPE_INT_RGB);
        byte[] rgb = picture.rgb();
        for (int i = 0; i < width * picture.height(); i++) {
            int colour = (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | rgb[3 * i + 2] & 255;
            image.setRGB(i % width, i / width, colour);
        }
        return image;
    }
}
