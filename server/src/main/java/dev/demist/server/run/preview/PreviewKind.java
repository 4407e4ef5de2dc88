package dev.demist.server.run.preview;

import dev.demist.DemistException;
import dev.demist.PreviewQuality;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a caller wants previews to be made. */
public enum PreviewKind {
    /** Sharp, by the quickest decoder there is. */
    AUTO(PreviewQuality.TINY),
    /** By a linear map of the latents. */
    LINEAR(PreviewQuality.LINEAR),
    /** By a tiny decoder. */
    TINY(PreviewQuality.TINY),
    /** By the model's own decoder. */
    FULL(PreviewQuality.FULL);

    private final PreviewQuality quality;

    PreviewKind(PreviewQuality quality) {
        this.quality = quality;
    }

    /**
     * The kind of that name; null is {@code AUTO}.
     *
     * @throws DemistException INVALID_REQUEST for another one, in the field {@code preview}
     */
    public static PreviewKind of(@Nullable String name) {
        return name == null
                ? AUTO
                : Stream.of(values())
                        .filter(kind -> kind.wire().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                DemistException.invalid("preview", name, "it must be auto, linear, tiny or full"));
    }

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How the picture of a state that lasts is made. */
    public PreviewQuality quality() {
        return quality;
    }
}
