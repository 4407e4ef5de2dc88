package dev.demist;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The text chunks of a PNG, {@code tEXt} and {@code iTXt}. Compressed ones are left out: a small one may hold
 * gigabytes, and the JDK's reader unpacks them whole. Source: PNG specification, third edition, 11.3.3.
 */
final class PngText {

    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int CRC_BYTES = 4;

    private final ByteBuffer png;
    private final Map<String, String> texts = new LinkedHashMap<>();

    private PngText(byte[] png) {
        this.png = ByteBuffer.wrap(png);
    }

    /**
     * Keyword -> text.
     *
     * @throws DemistException INVALID_REQUEST if it is not a PNG or is cut off
     */
    static Map<String, String> read(byte[] png) {
        PngText reader = new PngText(png);
        try {
            reader.chunks();
            return reader.texts;
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw DemistException.inField(ErrorCode.INVALID_REQUEST, "image", "it is not a whole PNG", e);
        }
    }

    private void chunks() {
        if (png.getLong() != SIGNATURE) {
            throw DemistException.invalid("image", "this file", "it must be a PNG");
        }
        String type = "";
        while (!type.equals("IEND")) {
            int length = png.getInt();
            type = new String(take(Integer.BYTES), StandardCharsets.ISO_8859_1);
            chunk(type, take(length));
            png.position(png.position() + CRC_BYTES);
        }
    }

    /** Never more than there is, whatever a length says. */
    private byte[] take(int length) {
        if (length < 0 || length > png.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        png.get(bytes);
        return bytes;
    }

    private void chunk(String type, byte[] data) {
        switch (type) {
            case "tEXt" -> {
                int end = zero(data, 0);
                texts.put(
                        new String(data, 0, end, StandardCharsets.ISO_8859_1),
                        new String(data, end + 1, data.length - end - 1, StandardCharsets.ISO_8859_1));
            }
            case "iTXt" -> international(data);
            default -> {} // pixels, colours, times
        }
    }

    /** Keyword, 0, compression flag and method, language, 0, translated keyword, 0, text. */
    private void international(byte[] data) {
        int end = zero(data, 0);
        int language = end + 3;
        boolean compressed = data[end + 1] != 0;
        int text = zero(data, zero(data, language) + 1) + 1;
        if (!compressed) {
            texts.put(
                    new String(data, 0, end, StandardCharsets.ISO_8859_1),
                    new String(data, text, data.length - text, StandardCharsets.UTF_8));
        }
    }

    /** The index of the next 0. */
    private static int zero(byte[] data, int from) {
        for (int i = from; i < data.length; i++) {
            if (data[i] == 0) {
                return i;
            }
        }
        throw new BufferUnderflowException();
    }
}
