package dev.demist.engine.internal.pipeline;

import dev.demist.Picture;
import dev.demist.PictureSource;
import dev.demist.ResolvedRequest;
import dev.demist.Start;
import dev.demist.engine.image.Pictures;
import dev.demist.scheduler.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a request at the size of the result, as the networks take them; each may be missing.
 *
 * @param image the start picture, {@code [1, 3, H, W]} in -1 ... 1
 * @param mask the part of it to repaint, {@code [1, 1, H, W]}, 1 where it is to be repainted
 * @param control the picture for a ControlNet, {@code [1, 3, H, W]} in 0 ... 1
 * @param references the pictures that the prompt speaks of, {@code [1, 3, H', W']} in -1 ... 1, of sizes of their own
 */
record GivenPictures(
        @Nullable Tensor image,
        @Nullable Tensor mask,
        @Nullable Tensor control,
        List<Tensor> references) {

    /** No pictures. */
    static final GivenPictures NONE = new GivenPictures(null, null, null, List.of());

    /** Copies the list. */
    GivenPictures {
        references = List.copyOf(references);
    }

    /** Whether a request has any. */
    static boolean has(ResolvedRequest request) {
        return request.start() != null
                || !request.controls().isEmpty()
                || !request.references().isEmpty();
    }

    /**
     * Decodes the pictures of a request and fits them to its size.
     *
     * @param sizeMultiple the number of pixels that the sides of references are made multiples of
     */
    static GivenPictures of(ResolvedRequest request, int sizeMultiple) {
        int width = request.width();
        int height = request.height();
        Start start = request.start();
        PictureSource mask = start == null ? null : start.mask();
        return new GivenPictures(
                start == null ? null : tensor("image", start.image(), request),
                mask == null
                        ? null
                        : Pictures.toMask(
                                mask.decodeMask("mask", PictureSource.MAX_PIXELS)
                                        .resize(width, height, request.fit()),
                                height,
                                width),
                request.controls().isEmpty()
                        ? null
                        : tensor("controlImage", request.controls().get(0).image(), request)
                                .map(x -> (x + 1) / 2),
                request.references().stream()
                        .map(it -> References.tensor(it, sizeMultiple))
                        .toList());
    }

    private static Tensor tensor(String field, PictureSource picture, ResolvedRequest request) {
        Picture decoded = picture.decode(field, PictureSource.MAX_PIXELS);
        return Pictures.toTensor(decoded.resize(request.width(), request.height(), request.fit()));
    }
}
