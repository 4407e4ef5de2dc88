package dev.demist;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A picture that a request brings along: decoded ({@link Picture}), as the bytes of a PNG or JPEG
 * ({@link EncodedPicture}), or as a reference that its recipient can look up ({@link PictureReference}). Immutable.
 */
public sealed interface PictureSource permits Picture, EncodedPicture, PictureReference {

    /** More pixels than any picture that a model could be given; a guard against decompression bombs. */
    long MAX_PIXELS = 1L << 28;

    /** Models see the references of a request scaled down to this many pixels. */
    int REFERENCE_PIXELS = 1 << 20;

    /**
     * The picture itself, decoded if it is encoded.
     *
     * @throws DemistException INVALID_REQUEST if it is not a PNG or JPEG, or only a reference
     */
    default Picture decode() {
        return decode("image", MAX_PIXELS);
    }

    /**
     * The picture itself, decoded if it is encoded: upright, in sRGB, transparency laid on white.
     *
     * @param field the field of the request that an error names
     * @param maxPixels how many pixels an encoded picture may have
     * @throws DemistException INVALID_REQUEST if it is not a PNG or JPEG, too large, or only a reference
     */
    Picture decode(String field, long maxPixels);

    /**
     * The picture itself as a mask: as {@link #decode(String, long)}, but what is transparent is black, which is kept.
     *
     * @throws DemistException INVALID_REQUEST if it is not a PNG or JPEG, too large, or only a reference
     */
    Picture decodeMask(String field, long maxPixels);

    /** The form in JSON: a {@code data:} URI of a PNG or JPEG, or the reference. */
    @JsonValue
    String address();

    /**
     * The source at an address: a {@code data:} URI is an encoded picture, any other text a reference.
     *
     * @throws IllegalArgumentException if a {@code data:} URI is not one of a PNG or JPEG in base64
     */
    @JsonCreator
    static PictureSource of(String address) {
        return address.startsWith("data:") ? EncodedPicture.of(address) : new PictureReference(address);
    }
}
