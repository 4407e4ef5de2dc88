package dev.demist.webui.toy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** Draws a round fruit that comes out of coloured noise. */
final class ToyPainter {

    private ToyPainter() {}

    static BufferedImage paint(String prompt, long seed, int width, int height, double noise) {
        BufferedImage image = fruit(prompt, width, height);
        Random random = new Random(seed);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, mix(image.getRGB(x, y), random, noise));
            }
        }
        return image;
    }

    private static BufferedImage fruit(String prompt, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        float hue = (prompt.hashCode() & 255) / 255f;
        for (int ring = 0; ring < 40; ring++) {
            double radius = Math.min(width, height) * (0.36 - ring * 0.008);
            graphics.setColor(Color.getHSBColor(hue + ring * 0.0015f, 0.85f - ring * 0.012f, 0.72f + ring * 0.007f));
            double x = width * 0.5 - ring * width * 0.003 - radius;
            double y = height * 0.54 - ring * height * 0.003 - radius;
            graphics.fill(new Ellipse2D.Double(x, y, 2 * radius, 2 * radius));
        }
        graphics.setColor(Color.getHSBColor(0.33f, 0.7f, 0.55f));
        graphics.fill(new Ellipse2D.Double(width * 0.5, height * 0.08, width * 0.22, height * 0.12));
        graphics.dispose();
        return image;
    }

    private static int mix(int pixel, Random random, double noise) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            double clean = pixel >> shift & 255;
            double value = clean * (1 - noise) + noise * (128 + 70 * random.nextGaussian());
            mixed |= (int) Math.max(0, Math.min(255, value)) << shift;
        }
        return mixed;
    }

    static byte[] jpeg(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A PNG that carries {@code recipe} in a text chunk. */
    static byte[] png(BufferedImage image, String recipe) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
            metadata.mergeTree("javax_imageio_png_1.0", textChunk(recipe));
            writer.setOutput(out);
            writer.write(new IIOImage(image, null, metadata));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static IIOMetadataNode textChunk(String recipe) {
        IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
        entry.setAttribute("keyword", "demist");
        entry.setAttribute("value", recipe);
        IIOMetadataNode text = new IIOMetadataNode("tEXt");
        text.appendChild(entry);
        IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
        root.appendChild(text);
        return root;
    }
}
