package dev.demist;

import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bytes of a PNG or JPEG file, which are decoded when the picture is needed. Immutable. */
public final class EncodedPicture implements PictureSource {

    private static final Pattern HEAD = Pattern.compile("data:image/(png|jpeg);base64,");

    private final byte[] bytes;

    /** A file's bytes, which are copied; whether they are a picture is found out by {@link #decode}. */
    public EncodedPicture(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    static EncodedPicture of(String address) {
        Matcher head = HEAD.matcher(address);
        if (!head.lookingAt()) {
            throw new IllegalArgumentException("it must begin with data:image/png;base64, or data:image/jpeg;base64,");
        }
        try {
            return new EncodedPicture(Base64.getDecoder().decode(address.substring(head.end())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it is not base64: " + e.getMessage(), e);
        }
    }

    /** A copy of the file's bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public Picture decode(String field, long maxPixels) {
        return PictureReader.read(bytes, field, maxPixels, PictureReader.WHITE);
    }

    @Override
    public Picture decodeMask(String field, long maxPixels) {
        return PictureReader.read(bytes, field, maxPixels, PictureReader.BLACK);
    }

    /**
     * How many pixels it says that it has, from the head of the file: nothing is decoded.
     *
     * @param field the field of the request that an error names
     * @throws DemistException INVALID_REQUEST if it is not a PNG or JPEG
     */
    public long pixels(String field) {
        OwnSize size = size(field);
        return (long) size.width() * size.height();
    }

    /** The size, upright, from the head of the file. */
    OwnSize size(String field) {
        return PictureReader.size(bytes, field);
    }

    @Override
    public String address() {
        boolean jpeg = bytes.length > 1 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8;
        return "data:image/" + (jpeg ? "jpeg" : "png") + ";base64,"
                + Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedPicture that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "EncodedPicture[" + bytes.length + " bytes]";
    }
}
