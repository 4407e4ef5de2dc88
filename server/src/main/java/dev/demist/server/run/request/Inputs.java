package dev.demist.server.run.request;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Picture;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Start pictures: they come as {@code data:} addresses, are kept once, and are referred to by their checksum. */
public final class Inputs {

    private static final Pattern DATA = Pattern.compile("data:image/(png|jpeg);base64,");
    private static final int SHOWN = 40;

    private final InputStore store;
    private final Limits limits;

    public Inputs(InputStore store, Limits limits) {
        this.store = store;
        this.limits = limits;
    }

    /** The picture at an address or under a reference; null for null. */
    @Nullable
    Picture picture(String field, @Nullable String address) {
        return address == null ? null : Picture.read(bytes(field, address), limits.maxPixels());
    }

    /** The reference of what is at an address; null for null. */
    @Nullable
    String keep(String field, @Nullable String address) {
        return address == null || !address.startsWith("data:") ? address : store.keepInput(bytes(field, address));
    }

    private byte[] bytes(String field, String address) {
        Matcher head = DATA.matcher(address);
        if (head.lookingAt()) {
            return decode(field, address.substring(head.end()));
        }
        return store.input(address)
                .orElseThrow(() -> DemistException.invalid(
                        field, shorten(address), "allowed: data:image/png;base64,... or data:image/jpeg;base64,..."));
    }

    private static byte[] decode(String field, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new DemistException(ErrorCode.INVALID_REQUEST, field + ": this is not base64: " + e.getMessage(), e);
        }
    }

    private static String shorten(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
