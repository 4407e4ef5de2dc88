package dev.demist;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** How a picture of another shape than the result is fitted to it. */
public enum Fit {
    /** Scaled until it covers the result, the middle of it taken. */
    CROP,
    /** Scaled until it lies within the result, in the middle, on black: in a mask, black is kept. */
    PAD,
    /** Each side scaled by itself. */
    STRETCH;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Fit of(String name) {
        return Arrays.stream(values())
                .filter(fit -> fit.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> DemistException.invalid("fit", name, "it must be crop, pad or stretch"));
    }

    /** The picture at this size. */
    Picture apply(Picture picture, int width, int height) {
        long across = (long) picture.width() * height;
        long down = (long) picture.height() * width;
        if (this == STRETCH || across == down) {
            return picture.resize(width, height);
        }
        return this == CROP
                ? picture.middle(share(down, height, picture.width()), share(across, width, picture.height()))
                        .resize(width, height)
                : picture.resize(share(across, picture.height(), width), share(down, picture.width(), height))
                        .middle(width, height);
    }

    /** The rounded quotient within 1 ... most. */
    private static int share(long dividend, int divisor, int most) {
        return (int) Math.max(1, Math.min(most, Math.round((double) dividend / divisor)));
    }
}
