package dev.demist.engine.pipeline;

import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.ModelInfo;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.engine.image.Pictures;
import dev.demist.engine.model.LatentCodec;
import dev.demist.scheduler.Tensor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One opened checkpoint as a {@link Pipeline}. */
public final class DiffusionPipeline implements Pipeline {

    private final Parts parts;
    private final Preparation preparation;

    /** A pipeline of {@code parts}, which it closes with itself. */
    public DiffusionPipeline(Parts parts) {
        this.parts = parts;
        this.preparation = new Preparation(parts);
    }

    @Override
    public ModelInfo info() {
        return parts.info();
    }

    @Override
    public GenerationRequest complete(GenerationRequest request) {
        GenerationRequest complete = request.toBuilder()
                .scheduler(parts.samplers().complete(request.scheduler()))
                .steps(or(request.steps(), info().steps()))
                .guidance(or(request.guidance(), info().guidance()))
                .seed(or(request.seed(), ThreadLocalRandom.current().nextLong(1L << 32)))
                .width(or(request.width(), info().width()))
                .height(or(request.height(), info().height()))
                .build();
        checkSide("width", or(complete.width(), 0));
        checkSide("height", or(complete.height(), 0));
        preparation.check(complete);
        return complete;
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private void checkSide(String field, int side) {
        if (side % parts.scale() != 0) {
            throw DemistException.invalid(
                    field, side, "it must be a multiple of " + parts.scale() + " for model " + info().name());
        }
    }

    @Override
    public Flux<LatentState> denoise(GenerationRequest request) {
        return prepared(request, Prepared::states);
    }

    @Override
    public Flux<LatentState> resume(GenerationRequest request, LatentState from) {
        return prepared(request, run -> run.statesAfter(from));
    }

    // Checked when it is subscribed to, prepared when the first state is requested.
    private Flux<LatentState> prepared(GenerationRequest request, Function<Prepared, Flux<LatentState>> states) {
        return parts.samplers().pool().call(() -> complete(request)).flatMapMany(wanted -> Flux.just(wanted)
                .hide()
                .concatMap(it -> preparation.of(it).flatMapMany(states), 0));
    }

    @Override
    public Mono<Picture> preview(LatentState state) {
        Tensor clean = clean(state);
        if (parts.codec() == null) {
            return Mono.fromCallable(() -> Pictures.ofTensor(clean));
        }
        var preview = parts.preview();
        return preview == null ? decode(state) : Mono.fromCallable(() -> preview.picture(clean));
    }

    @Override
    public Mono<Picture> decode(LatentState state) {
        Tensor clean = state.isLast() ? state.sampler().sample() : clean(state);
        LatentCodec codec = parts.codec();
        return codec == null
                ? Mono.fromCallable(() -> Pictures.ofTensor(clean))
                : codec.decode(clean).map(Pictures::ofTensor);
    }

    private static Tensor clean(LatentState state) {
        Tensor denoised = state.sampler().denoised();
        return denoised == null ? state.sampler().sample() : denoised;
    }

    @Override
    public void close() {
        parts.close();
    }
}
