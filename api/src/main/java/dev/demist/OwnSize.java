package dev.demist;

import org.jspecify.annotations.Nullable;

/**
 * The size that a picture has itself, upright.
 *
 * @param width in pixels
 * @param height in pixels
 */
record OwnSize(int width, int height) {

    /**
     * Of the picture that a request starts from, else of the one that steers or the first that its prompt speaks of;
     * null without, or if it is kept elsewhere.
     */
    static @Nullable OwnSize of(GenerationRequest request) {
        Start start = request.start();
        if (start != null) {
            return of("image", start.image());
        }
        if (!request.controls().isEmpty()) {
            return of("controlImage", request.controls().get(0).image());
        }
        return request.references().isEmpty()
                ? null
                : of("references", request.references().get(0));
    }

    private static @Nullable OwnSize of(String field, PictureSource source) {
        if (source instanceof EncodedPicture encoded) {
            return encoded.size(field);
        }
        return source instanceof Picture picture ? new OwnSize(picture.width(), picture.height()) : null;
    }

    /**
     * The largest size of this shape up to this one: sides of multiples of 8 and {@code multiple}, up to {@code max}.
     */
    Size within(int multiple, int max) {
        int step = multiple;
        while (step % Size.MULTIPLE != 0) {
            step += multiple;
        }
        double scale = Math.min(1, (double) max / Math.max(width, height));
        return new Size(rounded(width * scale, step), rounded(height * scale, step));
    }

    private static int rounded(double side, int step) {
        return Math.max(step, (int) side / step * step);
    }

    /** This shape with one side as the request wants it, if it wants one. */
    OwnSize scaledTo(Size wanted) {
        if (wanted.width() != null) {
            return new OwnSize(wanted.width(), other(height, wanted.width(), width));
        }
        return wanted.height() == null ? this : new OwnSize(other(width, wanted.height(), height), wanted.height());
    }

    private static int other(int side, int wanted, int own) {
        return (int) Math.max(1, Math.round((double) side * wanted / own));
    }
}
