package dev.demist.server.http.a1111;

import dev.demist.DemistException;
import dev.demist.EncodedPicture;
import dev.demist.Picture;
import dev.demist.PictureSource;
import java.util.Base64;

/** Pictures as base64, with or without {@code data:image/png;base64,} before it. Blocking. */
final class Base64Picture {

    /** Larger masks are not inverted; the runs of these are refused in any case. */
    private static final long MAX_PIXELS = 1L << 28;

    private Base64Picture() {}

    static PictureSource of(String field, String text) {
        return new EncodedPicture(bytes(field, text));
    }

    /** A mask whose white is repainted. */
    static PictureSource mask(String text, boolean inverted) {
        PictureSource mask = of("mask", text);
        return inverted ? inverse(mask.decodeMask("mask", MAX_PIXELS)) : mask;
    }

    static byte[] bytes(String field, String text) {
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
