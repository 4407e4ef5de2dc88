package dev.demist.engine.internal.pipeline;

import dev.demist.DemistException;
import dev.demist.Picture;
import dev.demist.PictureSource;
import dev.demist.engine.image.Pictures;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.LatentCodec;
import dev.demist.scheduler.Tensor;
import java.util.Arrays;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The pictures that a prompt speaks of, as a denoiser sees them: encoded, without noise. */
final class References {

    private References() {}

    /** The picture {@code [1, 3, H, W]} in -1 ... 1, cut to the middle where a side is not a multiple. */
    static Tensor tensor(PictureSource source, int multiple) {
        Picture given = source.decode("references", PictureSource.MAX_PIXELS);
        Picture small = given.within(PictureSource.REFERENCE_PIXELS);
        int width = small.width() / multiple * multiple;
        int height = small.height() / multiple * multiple;
        if (width == 0 || height == 0) {
            throw DemistException.invalid(
                    "references",
                    given.width() + "x" + given.height(),
                    "both sides must have at least " + multiple + " pixels");
        }
        return Pictures.toTensor(small.middle(width, height));
    }

    /** The conditioning with the latents of these pictures, the same for each of its rows. */
    static Mono<Conditioning> with(Conditioning conditioning, List<Tensor> pictures, LatentCodec codec) {
        return Flux.fromIterable(pictures)
                .concatMap(codec::encode)
                .map(gaussian -> gaussian.mean().map(x -> (float) ((x - codec.shiftFactor()) * codec.scalingFactor())))
                .map(latents -> repeated(latents, conditioning.rows()))
                .index()
                .reduce(
                        conditioning,
                        (all, next) -> all.with(Conditioning.reference(Math.toIntExact(next.getT1())), next.getT2()));
    }

    private static Tensor repeated(Tensor row, int rows) {
        Tensor[] all = new Tensor[rows];
        Arrays.fill(all, row);
        return Tensor.concat(0, all);
    }
}
