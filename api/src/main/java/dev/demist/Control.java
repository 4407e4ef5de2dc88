package dev.demist;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A picture that steers through a ControlNet (Zhang et al., 2023).
 *
 * @param net the ControlNet's name; null is the checkpoint's own, if it has one
 * @param image what the ControlNet sees: edges, depth, a pose; it is fitted to the size of the result, see {@link Fit}
 * @param scale the weight of its residuals, 0 ... 10
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Control(
        @JsonProperty("controlNet") @Nullable String net,
        @JsonProperty("controlImage") PictureSource image,
        @JsonProperty("controlScale") double scale) {

    /** The weight of the residuals unless a request says otherwise. */
    public static final double SCALE = 1;

    /**
     * Checks the scale.
     *
     * @throws DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public Control {
        Check.range("controlScale", scale, 0, 10);
    }

    @JsonCreator
    static Control of(
            @JsonProperty("controlNet") @Nullable String net,
            @JsonProperty("controlImage") @Nullable PictureSource image,
            @JsonProperty("controlScale") @Nullable Double scale) {
        if (image == null) {
            throw DemistException.missing(
                    "controlImage", "it must be a picture for the ControlNet" + (net == null ? "" : " " + net));
        }
        return new Control(net, image, scale == null ? SCALE : scale);
    }

    Control with(BiFunction<String, PictureSource, PictureSource> replacement) {
        return new Control(net, replacement.apply("controlImage", image), scale);
    }
}
