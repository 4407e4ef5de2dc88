package dev.demist;

/**
 * The name of a picture that is stored elsewhere, such as {@code sha256:...}; the recipient of a request replaces it
 * before the picture is used.
 *
 * @param address the name
 */
public record PictureReference(String address) implements PictureSource {

    private static final int SHOWN = 40;

    @Override
    public Picture decode(String field, long maxPixels) {
        String shown = address.length() <= SHOWN ? address : address.substring(0, SHOWN) + "...";
        throw DemistException.invalid(
                field, shown, "it must be data:image/png;base64,... or data:image/jpeg;base64,...");
    }

    @Override
    public Picture decodeMask(String field, long maxPixels) {
        return decode(field, maxPixels);
    }
}
