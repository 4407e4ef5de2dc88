package dev.demist;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A start from a picture instead of noise (SDEdit, Meng et al., 2022), or from one of which a part is repainted.
 *
 * @param image the picture; it is fitted to the size of the result, see {@link Fit}
 * @param strength how much of it to replace, above 0 ... 1
 * @param mask the part to repaint: white is repainted; null is all of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Start(
        @JsonProperty("image") PictureSource image,
        @JsonProperty("strength") double strength,
        @JsonProperty("mask") @Nullable PictureSource mask) {

    /** How much of the picture is replaced unless a request says otherwise. */
    public static final double STRENGTH = 0.8;

    /**
     * Checks the strength.
     *
     * @throws DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public Start {
        checkStrength(strength);
    }

    Start with(BiFunction<String, PictureSource, PictureSource> replacement) {
        return new Start(
                replacement.apply("image", image), strength, mask == null ? null : replacement.apply("mask", mask));
    }

    static void checkStrength(double strength) {
        Check.that(strength > 0 && strength <= 1, "strength", strength, "it must be above 0 and at most 1");
    }
}
