package dev.demist.engine.internal.pipeline;

import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.ModelInfo;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.PreviewQuality;
import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.image.Pictures;
import dev.demist.engine.model.LatentCodec;
import dev.demist.scheduler.Tensor;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One opened checkpoint as a {@link Pipeline}. */
public final class DiffusionPipeline implements Pipeline {

    private final Parts parts;
    private final Preparation preparation;

    /** A pipeline whose steps nobody observes. */
    public DiffusionPipeline(Parts parts) {
        this(parts, ObservationRegistry.NOOP);
    }

    /**
     * A pipeline.
     *
     * @param parts what it closes with itself
     * @param observations who is told of its steps
     */
    public DiffusionPipeline(Parts parts, ObservationRegistry observations) {
        this.parts = parts;
        this.preparation = new Preparation(parts, new StepSpans(observations));
    }

    @Override
    public ModelInfo info() {
        return parts.info();
    }

    @Override
    public GenerationRequest complete(GenerationRequest request) {
        GenerationRequest complete = request.toBuilder()
                .scheduler(parts.plans().complete(request.scheduler()))
                .steps(request.scheduler().steps(request.steps(), info().steps()))
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

    @Override
    public GenerationRequest complete(GenerationRequest request, LatentState from) {
        GenerationRequest complete = complete(request);
        preparation.check(complete, from);
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
        return prepared(request, () -> complete(request), Prepared::states);
    }

    @Override
    public Flux<LatentState> resume(GenerationRequest request, LatentState from) {
        return prepared(request, () -> complete(request, from), run -> run.statesAfter(from));
    }

    // Checked when it is subscribed to, prepared when the first state is requested.
    private Flux<LatentState> prepared(
            GenerationRequest request,
            Callable<GenerationRequest> completion,
            Function<Prepared, Flux<LatentState>> states) {
        return parts.plans().pool().call(request.scheduler().name(), completion).flatMapMany(wanted -> Flux.just(wanted)
                .hide()
                .concatMap(it -> preparation.of(it).flatMapMany(states), 0));
    }

    @Override
    public Mono<Picture> preview(LatentState state) {
        return preview(state, PreviewQuality.LINEAR);
    }

    @Override
    public Mono<Picture> preview(LatentState state, PreviewQuality quality) {
        Tensor clean = clean(state);
        LinearPreview linear = parts.preview();
        if (quality == PreviewQuality.LINEAR && linear != null) {
            return Mono.fromCallable(() -> linear.picture(clean));
        }
        LatentCodec tiny = parts.tinyCodec();
        return picture(clean, quality == PreviewQuality.FULL || tiny == null ? parts.codec() : tiny);
    }

    @Override
    public Mono<Picture> decode(LatentState state) {
        return picture(state.isLast() ? state.scheduler().sample() : clean(state), parts.codec());
    }

    private static Mono<Picture> picture(Tensor sample, @Nullable LatentCodec codec) {
        return codec == null
                ? Mono.fromCallable(() -> Pictures.ofTensor(sample))
                : codec.decode(sample).map(Pictures::ofTensor);
    }

    private static Tensor clean(LatentState state) {
        Tensor denoised = state.scheduler().denoised();
        return denoised == null ? state.scheduler().sample() : denoised;
    }

    @Override
    public void close() {
        parts.close();
    }
}
