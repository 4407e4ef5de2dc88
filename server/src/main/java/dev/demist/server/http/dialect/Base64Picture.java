package dev.demist.server.http.dialect;

import dev.demist.DemistException;
import dev.demist.EncodedPicture;
import dev.demist.Picture;
import dev.demist.PictureSource;
import java.util.Base64;

/** Pictures as base64, with or without {@code data:image/png;base64,} before it. Blocking. */
public final class Base64Picture {

    /** Larger masks are not inverted; the runs of these are refused in any case. */
    private static final long MAX_PIXELS = 1L << 28;

    private Base64Picture() {}

    /** The picture in a request's {@code field}. */
    public static PictureSource of(String field, String text) {
        return new EncodedPicture(bytes(field, text));
    }

    /** A mask whose white is repainted. */
    public static PictureSource mask(String text, boolean inverted) {
        PictureSource mask = of("mask", text);
        return inverted ? inverse(mask.decodeMask("mask", MAX_PIXELS)) : mask;
    }

    /**
     * The bytes in a request's {@code field}.
     *
     * @throws DemistException INVALID_REQUEST if it is not base64
     */
    public static byte[] bytes(String field, String text) {
        try {
            return Base64.getMimeDecoder().decode(text.substring(text.startsWith("data:") ? text.indexOf(',') + 1 : 0));
        } catch (IllegalArgumentException e) {
            throw DemistException.invalid(field, "a picture", "it must be base64: " + e.getMessage());
        }
    }

    private static Picture inverse(Picture mask) {
        byte[] rgb = new byte[mask.rgb().length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (255 - (mask.rgb()[i] & 255));
        }
        return new Picture(mask.width(), mask.height(), rgb);
    }
}
