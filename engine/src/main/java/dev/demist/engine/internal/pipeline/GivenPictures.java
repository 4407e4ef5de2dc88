package dev.demist.engine.internal.pipeline;

import dev.demist.GenerationRequest;
import dev.demist.Picture;
import dev.demist.engine.image.Pictures;
import dev.demist.scheduler.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a request at the size of the result, as the networks take them; each may be missing.
 *
 * @param image what to start from, {@code [1, 3, H, W]} in -1 ... 1
 * @param mask what to repaint of it, {@code [1, 1, H, W]}, 1 where it is to be repainted
 * @param control what a ControlNet sees, {@code [1, 3, H, W]} in 0 ... 1
 */
record GivenPictures(
        @Nullable Tensor image,
        @Nullable Tensor mask,
        @Nullable Tensor control) {

    static GivenPictures of(GenerationRequest request, int width, int height) {
        Picture image = request.image();
        Picture mask = request.mask();
        Picture control = request.controlImage();
        return new GivenPictures(
                image == null ? null : Pictures.toTensor(image.resize(width, height)),
                mask == null ? null : Pictures.toMask(mask, height, width),
                control == null
                        ? null
                        : Pictures.toTensor(control.resize(width, height)).map(x -> (x + 1) / 2));
    }
}
