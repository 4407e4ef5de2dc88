package dev.demist.engine.internal.pipeline;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.ModelInfo;
import dev.demist.NoiseSchedule;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.PreviewQuality;
import dev.demist.ResolvedRequest;
import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.image.Pictures;
import dev.demist.engine.internal.batch.Unobserved;
import dev.demist.engine.internal.network.Lease;
import dev.demist.engine.internal.text.PromptCache;
import dev.demist.engine.model.LatentCodec;
import dev.demist.scheduler.Tensor;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A model as a {@link Pipeline}. It is cheap: networks are leased while they are used, the text encoders for the
 * prompt, the denoiser from the first step to the last, the autoencoder for each picture. So it depends on others'
 * leases and on the memory budget, not on this object, whether a network is open between two uses.
 */
public final class EnginePipeline implements Pipeline {

    /** The shortest side of a picture that a request can ask for. */
    private static final int SMALLEST = 8;

    private final Model model;
    private final Function<GenerationRequest, Model> adaptation;
    private final Networks networks;
    private final PromptCache prompts;
    private final Spans spans;
    private final Runnable onClose;

    /**
     * A pipeline.
     *
     * @param model the model as it is
     * @param adaptation the model with the adapters of a request; may block, and fails for what is not there
     * @param networks opens networks
     * @param prompts the prompts that are encoded
     * @param observations observes the work
     * @param onClose runs when the pipeline is closed
     */
    public EnginePipeline(
            Model model,
            Function<GenerationRequest, Model> adaptation,
            Networks networks,
            PromptCache prompts,
            ObservationRegistry observations,
            Runnable onClose) {
        this.model = model;
        this.adaptation = adaptation;
        this.networks = networks;
        this.prompts = prompts;
        this.spans = new Spans(observations);
        this.onClose = onClose;
    }

    @Override
    public ModelInfo info() {
        return model.info();
    }

    @Override
    public Mono<ResolvedRequest> resolve(GenerationRequest request) {
        return adapted(request).flatMap(used -> preparation(used).resolve(request));
    }

    @Override
    public Mono<ResolvedRequest> resolve(GenerationRequest request, LatentState from) {
        return resolve(request).doOnNext(resolved -> preparation(model).check(resolved, from));
    }

    @Override
    public Mono<List<String>> warnings(ResolvedRequest request) {
        return adapted(request.request())
                .map(used -> Stream.concat(used.source().warnings().stream(), used.presets().notes(request).stream())
                        .toList());
    }

    @Override
    public Mono<NoiseSchedule> schedule(ResolvedRequest request) {
        return preparation(model).visits(request);
    }

    @Override
    public Flux<LatentState> denoise(ResolvedRequest request) {
        return run(request, Prepared::states);
    }

    @Override
    public Flux<LatentState> resume(ResolvedRequest request, LatentState from) {
        return run(request, prepared -> prepared.statesAfter(from));
    }

    // Hidden, so that nothing is prepared before the first state is requested.
    private Flux<LatentState> run(ResolvedRequest request, Function<Prepared, Flux<LatentState>> states) {
        return Flux.just(request)
                .hide()
                .concatMap(
                        it -> adapted(it.request())
                                .flatMapMany(used -> preparation(used).run(it, states)),
                        0);
    }

    private Mono<Model> adapted(GenerationRequest request) {
        boolean plain =
                request.adapters().isEmpty() && request.controls().stream().allMatch(control -> control.net() == null);
        return plain
                ? Mono.just(model)
                : Mono.fromCallable(() -> adaptation.apply(request)).subscribeOn(Schedulers.boundedElastic());
    }

    private Preparation preparation(Model used) {
        return new Preparation(used, networks, prompts, spans);
    }

    @Override
    public Mono<Picture> preview(LatentState state, PreviewQuality quality) {
        Tensor clean = clean(state);
        LinearPreview linear = model.preview();
        if (quality == PreviewQuality.LINEAR && linear != null) {
            return Mono.fromCallable(() -> linear.picture(clean));
        }
        boolean tiny = quality != PreviewQuality.FULL && model.traits().hasPreviewCodec();
        return tiny ? picture(clean, networks.previewCodec(model)) : picture(clean);
    }

    @Override
    public Mono<Picture> decode(LatentState state) {
        return picture(state.isLast() ? state.scheduler().sample() : clean(state));
    }

    private Mono<Picture> picture(Tensor sample) {
        return model.traits().hasCodec()
                ? picture(sample, networks.codec(model))
                : Mono.fromCallable(() -> Pictures.ofTensor(sample));
    }

    private Mono<Picture> picture(Tensor sample, Mono<Lease<LatentCodec>> codec) {
        Mono<Picture> picture = Networks.with(codec, it -> it.decode(sample).map(Pictures::ofTensor));
        return spans.decode(picture, model.name());
    }

    private static Tensor clean(LatentState state) {
        Tensor denoised = state.scheduler().denoised();
        return denoised == null ? state.scheduler().sample() : denoised;
    }

    @Override
    public Mono<Void> warmUp() {
        return Mono.fromCallable(
                        () -> networks.areOpen(model) && !model.traits().seesMask())
                .filter(can -> can)
                .flatMap(can -> Unobserved.of(draw(smallest())))
                .then();
    }

    private GenerationRequest smallest() {
        int side = Math.max(SMALLEST, model.info().sizeMultiple());
        return GenerationRequest.builder("").size(side, side).steps(1).build();
    }

    @Override
    public void close() {
        onClose.run();
    }
}
