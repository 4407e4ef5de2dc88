package dev.demist.langchain4j;

import dev.demist.DemistException;
import dev.demist.EncodedPicture;
import dev.demist.Picture;
import dev.demist.PictureSource;
import dev.langchain4j.data.image.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Pictures of LangChain4j as those of requests. */
final class Pictures {

    private Pictures() {}

    /**
     * A picture that is given as base64; links are not followed.
     *
     * @throws DemistException INVALID_REQUEST if it is not
     */
    static EncodedPicture picture(String field, Image image) {
        if (image.base64Data() == null) {
            throw DemistException.invalid(field, image.url(), "it must be given as base64Data of a PNG or JPEG");
        }
        try {
            return new EncodedPicture(Base64.getDecoder().decode(image.base64Data()));
        } catch (IllegalArgumentException e) {
            throw DemistException.invalid(field, "base64Data", "it must be base64: " + e.getMessage());
        }
    }

    /** A mask whose white is repainted, from one whose transparency is, or from one that is such a mask already. */
    static PictureSource mask(Image image) {
        EncodedPicture encoded = picture("mask", image);
        encoded.decodeMask("mask", PictureSource.MAX_PIXELS);
        try {
            BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(encoded.bytes()));
            return decoded != null && decoded.getColorModel().hasAlpha() ? transparency(decoded) : encoded;
        } catch (IOException e) {
            throw DemistException.invalid("mask", "the picture", "it must be a PNG or JPEG: " + e.getMessage());
        }
    }

    private static Picture transparency(BufferedImage image) {
        byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
        for (int i = 0; i < rgb.length; i++) {
            int pixel = i / 3;
            int alpha = image.getRGB(pixel % image.getWidth(), pixel / image.getWidth()) >>> 24;
            rgb[i] = (byte) (255 - alpha);
        }
        return new Picture(image.getWidth(), image.getHeight(), rgb);
    }
}
