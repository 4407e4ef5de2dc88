package dev.demist;

import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a PNG says about its pixels beside how they are coded. Source: PNG specification, third edition, 11.3.
 *
 * @param profile the profile of its colours (chunk {@code iCCP}); null is sRGB
 * @param orientation how they lie (chunk {@code eXIf})
 * @param transparentGray the gray that is transparent (chunk {@code tRNS}), 0 ... 255, of a picture of less than 8
 *     bits, where the JDK's reader leaves it out; -1 is none
 */
record PngMetadata(@Nullable ICC_Profile profile, Orientation orientation, int transparentGray) {

    private static final int SIGNATURE_BYTES = 8;
    private static final int CRC_BYTES = 4;
    private static final int BITS_AT = 24;
    private static final int COLOR_TYPE_AT = 25;
    private static final int TRNS = 0x74524E53;
    private static final int ICCP = 0x69434350;
    private static final int EXIF = 0x65584966;
    private static final int IEND = 0x49454E44;
    private static final int MAX_PROFILE = 1 << 24;

    static PngMetadata of(byte[] file) throws IOException {
        ICC_Profile profile = null;
        Orientation orientation = Orientation.UPRIGHT;
        int transparentGray = -1;
        ByteBuffer png = ByteBuffer.wrap(file).position(SIGNATURE_BYTES);
        while (png.remaining() >= 2 * Integer.BYTES) {
            int length = png.getInt();
            int type = png.getInt();
            if (type == IEND || length < 0 || length > png.remaining()) {
                break;
            }
            switch (type) {
                case ICCP -> profile = profile(take(png, length));
                case EXIF -> orientation = Orientation.ofExif(take(png, length));
                case TRNS -> transparentGray = transparentGray(png, length);
                default -> {}
            }
            png.position(Math.min(png.limit(), png.position() + length + CRC_BYTES));
        }
        return new PngMetadata(profile, orientation, transparentGray);
    }

    /** The pixels of this file with what it says about them. */
    Pixels applied(Pixels stored) {
        return stored.without(transparentGray).inSrgb(profile);
    }

    private static int transparentGray(ByteBuffer png, int length) {
        int bits = png.get(BITS_AT);
        boolean leftOut = png.get(COLOR_TYPE_AT) == 0 && bits < Byte.SIZE && length == Short.BYTES;
        return leftOut ? png.getShort(png.position()) * 255 / ((1 << bits) - 1) : -1;
    }

    private static byte[] take(ByteBuffer png, int length) {
        byte[] data = new byte[length];
        png.get(png.position(), data);
        return data;
    }

    /** Name, 0, compression method, the compressed profile. */
    private static ICC_Profile profile(byte[] chunk) throws IOException {
        int name = 0;
        while (chunk[name] != 0) {
            name++;
        }
        int start = name + 2;
        try (InflaterInputStream data =
                new InflaterInputStream(new ByteArrayInputStream(chunk, start, chunk.length - start))) {
            return Profiles.of(data.readNBytes(MAX_PROFILE));
        }
    }
}
