package dev.demist;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** PNG and JPEG by the JDK's ImageIO, in memory. */
final class PictureCodec {

    private static final String PNG_METADATA = "javax_imageio_png_1.0";

    private PictureCodec() {}

    static byte[] png(Picture picture, Map<String, String> text) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        BufferedImage image = toImage(picture);
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), param);
        try {
            if (!text.isEmpty()) {
                metadata.mergeTree(PNG_METADATA, textTree(text));
            }
            return write(writer, param, new IIOImage(image, null, metadata));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IIOMetadataNode textTree(Map<String, String> text) {
        IIOMetadataNode chunks = new IIOMetadataNode("iTXt");
        text.forEach((keyword, value) -> {
            IIOMetadataNode entry = new IIOMetadataNode("iTXtEntry");
            entry.setAttribute("keyword", keyword);
            entry.setAttribute("compressionFlag", "FALSE");
            entry.setAttribute("compressionMethod", "0");
            entry.setAttribute("languageTag", "");
            entry.setAttribute("translatedKeyword", "");
            entry.setAttribute("text", value);
            chunks.appendChild(entry);
        });
        IIOMetadataNode root = new IIOMetadataNode(PNG_METADATA);
        root.appendChild(chunks);
        return root;
    }

    static byte[] jpeg(Picture picture, float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality);
        try {
            return write(writer, param, new IIOImage(toImage(picture), null, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] write(ImageWriter writer, ImageWriteParam param, IIOImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, image, param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    static Picture read(byte[] encoded, String field, long maxPixels) {
        return reading(encoded, field, reader -> {
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > maxPixels) {
                String size = reader.getWidth(0) + "x" + reader.getHeight(0) + " pixels";
                throw DemistException.invalid(field, size, "it may have at most " + maxPixels + " pixels in all");
            }
            return fromImage(reader.read(0));
        });
    }

    // The readers of the JDK throw all kinds of exceptions at damaged files, and unpack metadata of any size.
    private static <T> T reading(byte[] encoded, String field, Reading<T> reading) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            ImageReader reader = reader(in, field);
            try {
                reader.setInput(in, true, true);
                return reading.of(reader);
            } finally {
                reader.dispose();
            }
        } catch (DemistException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw DemistException.inField(
                    ErrorCode.INVALID_REQUEST, field, "it cannot be read as PNG or JPEG: " + e.getMessage(), e);
        }
    }

    private interface Reading<T> {
        T of(ImageReader reader) throws IOException;
    }

    private static ImageReader reader(ImageInputStream in, String field) {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            String format = reader.getOriginatingProvider().getFormatNames()[0].toLowerCase(java.util.Locale.ROOT);
            if (format.equals("png") || format.equals("jpeg") || format.equals("jpg")) {
                return reader;
            }
        }
        throw DemistException.invalid(field, "this file", "it must be a PNG or a JPEG");
    }

    static Picture resize(Picture picture, int width, int height) {
        BufferedImage source = toImage(picture);
        while (source.getWidth() >= 2 * width && source.getHeight() >= 2 * height) {
            source = draw(source, source.getWidth() / 2, source.getHeight() / 2);
        }
        return fromImage(draw(source, width, height));
    }

    private static BufferedImage draw(BufferedImage source, int width, int height) {
        BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = target.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(source, 0, 0, width, height, Color.WHITE, null);
        graphics.dispose();
        return target;
    }

    private static BufferedImage toImage(Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_3BYTE_BGR);
        swapRedAndBlue(picture.rgb(), ((DataBufferByte) image.getRaster().getDataBuffer()).getData());
        return image;
    }

    private static Picture fromImage(BufferedImage source) {
        BufferedImage image = source.getType() == BufferedImage.TYPE_3BYTE_BGR
                ? source
                : draw(source, source.getWidth(), source.getHeight());
        byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
        swapRedAndBlue(((DataBufferByte) image.getRaster().getDataBuffer()).getData(), rgb);
        return new Picture(image.getWidth(), image.getHeight(), rgb);
    }

    private static void swapRedAndBlue(byte[] from, byte[] to) {
        for (int i = 0; i < from.length; i += 3) {
            to[i] = from[i + 2];
            to[i + 1] = from[i + 1];
            to[i + 2] = from[i];
        }
    }
}
