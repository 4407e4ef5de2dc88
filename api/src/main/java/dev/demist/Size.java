package dev.demist;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The size of the picture, each side a multiple of 8 from 8 to 16,384 (some models want a larger multiple, see
 * {@link ModelInfo#sizeMultiple()}).
 *
 * @param width in pixels; null for that of the start picture, else of the control picture, else the model's own
 * @param height in pixels; null as the width
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Size(
        @JsonProperty("width") @Nullable Integer width,
        @JsonProperty("height") @Nullable Integer height) {

    static final int MULTIPLE = 8;
    static final int MAX = 16_384;

    /**
     * Checks both sides.
     *
     * @throws DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public Size {
        check("width", width);
        check("height", height);
    }

    private static void check(String field, @Nullable Integer side) {
        boolean holds = side == null || (side >= MULTIPLE && side <= MAX && side % MULTIPLE == 0);
        Check.that(holds, field, side, "it must be a multiple of " + MULTIPLE + " from " + MULTIPLE + " to " + MAX);
    }
}
