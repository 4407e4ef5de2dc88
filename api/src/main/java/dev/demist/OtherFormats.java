package dev.demist;

import java.nio.charset.StandardCharsets;

/** Picture formats that are not read, known by their first bytes so that an error can name them. */
final class OtherFormats {

    private static final int HEAD = 12;

    private OtherFormats() {}

    /** What a file is that is neither PNG nor JPEG. */
    static String name(byte[] file) {
        String head = new String(file, 0, Math.min(HEAD, file.length), StandardCharsets.ISO_8859_1);
        if (head.startsWith("GIF8")) {
            return "a GIF";
        }
        if (head.startsWith("BM")) {
            return "a BMP";
        }
        if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
            return "a TIFF";
        }
        if (head.startsWith("RIFF") && head.endsWith("WEBP")) {
            return "a WebP";
        }
        if (head.startsWith("ftyp", Integer.BYTES)) {
            return "a HEIC or AVIF";
        }
        return "this file";
    }
}
