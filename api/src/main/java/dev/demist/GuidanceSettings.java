package dev.demist;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The settings of guidance, by which a prompt steers (classifier-free guidance, Ho and Salimans, 2022).
 *
 * @param scale w in {@code uncond + w * (cond - uncond)}, 0 ... 100; up to 1 means no guidance, null is the model's
 *     default
 * @param rescale phi of Lin et al. (2023), section 3.4, 0 ... 1; 0, the default, means none
 * @param from the share of the steps after which guidance begins, 0 ... 1 (Kynkäänniemi et al., 2024,
 *     arXiv:2404.07724); 0 by default
 * @param to the share of the steps after which it ends, {@code from} ... 1; 1 by default. Outside the interval only the
 *     row of the prompt is computed
 * @param trueScale w for models that take {@code scale} as an input of the network (FLUX.1), 0 ... 100; up to 1, the
 *     default, they see no negative prompt and compute one row
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GuidanceSettings(
        @JsonProperty("guidance") @Nullable Double scale,
        @JsonProperty("guidanceRescale") double rescale,
        @JsonProperty("guidanceFrom") double from,
        @JsonProperty("guidanceTo") double to,
        @JsonProperty("trueGuidance") double trueScale) {

    /**
     * Checks the ranges.
     *
     * @throws DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public GuidanceSettings {
        Check.range("guidance", scale, 0, 100);
        Check.range("guidanceRescale", rescale, 0, 1);
        Check.range("guidanceFrom", from, 0, 1);
        Check.range("guidanceTo", to, 0, 1);
        Check.range("trueGuidance", trueScale, 0, 100);
        Check.that(from <= to, "guidanceTo", to, "it must be at least guidanceFrom, which is " + from);
    }
}
