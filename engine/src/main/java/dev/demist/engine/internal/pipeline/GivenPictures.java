package dev.demist.engine.internal.pipeline;

import dev.demist.PictureSource;
import dev.demist.ResolvedRequest;
import dev.demist.Start;
import dev.demist.engine.image.Pictures;
import dev.demist.scheduler.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a request at the size of the result, as the networks take them; each may be missing.
 *
 * @param image the start picture, {@code [1, 3, H, W]} in -1 ... 1
 * @param mask the part of it to repaint, {@code [1, 1, H, W]}, 1 where it is to be repainted
 * @param control the picture for a ControlNet, {@code [1, 3, H, W]} in 0 ... 1
 */
record GivenPictures(
        @Nullable Tensor image,
        @Nullable Tensor mask,
        @Nullable Tensor control) {

    /** No pictures. */
    static final GivenPictures NONE = new GivenPictures(null, null, null);

    /** Decodes and scales the pictures of a request. */
    static GivenPictures of(ResolvedRequest request) {
        int width = request.width();
        int height = request.height();
        Start start = request.start();
        PictureSource mask = start == null ? null : start.mask();
        return new GivenPictures(
                start == null ? null : tensor("image", start.image(), width, height),
                mask == null ? null : Pictures.toMask(mask.decode("mask", PictureSource.MAX_PIXELS), height, width),
                request.controls().isEmpty()
                        ? null
                        : tensor("controlImage", request.controls().get(0).image(), width, height)
                                .map(x -> (x + 1) / 2));
    }

    private static Tensor tensor(String field, PictureSource picture, int width, int height) {
        return Pictures.toTensor(picture.decode(field, PictureSource.MAX_PIXELS).resize(width, height));
    }
}
