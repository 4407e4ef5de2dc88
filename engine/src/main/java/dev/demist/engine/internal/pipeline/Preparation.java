package dev.demist.engine.internal.pipeline;

import static java.util.Objects.requireNonNull;

import dev.demist.Control;
import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.NoiseSchedule;
import dev.demist.ResolvedRequest;
import dev.demist.Schedule;
import dev.demist.SchedulerChoice;
import dev.demist.Start;
import dev.demist.engine.internal.family.LatentFormat;
import dev.demist.engine.internal.guidance.Guidance;
import dev.demist.engine.internal.text.Encoders;
import dev.demist.engine.internal.text.PromptCache;
import dev.demist.engine.internal.text.RowByRow;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.random.TorchNoise;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * From a request to a run: its checks, then plan, conditioning, starting point and denoiser, in this order, so that a
 * text encoder can be closed before the denoiser is opened.
 *
 * @param model the model with the request's adapters
 * @param networks opens networks
 * @param prompts the prompts that are encoded
 * @param spans observes the steps
 */
record Preparation(Model model, Networks networks, PromptCache prompts, Spans spans) {

    /** The request with the model's defaults, once its scheduler has made a plan of it. */
    Mono<ResolvedRequest> resolve(GenerationRequest request) {
        return Mono.fromCallable(() -> filled(request)).flatMap(resolved -> model.plans()
                .plan(schedule(resolved), latents(resolved))
                .thenReturn(resolved));
    }

    private ResolvedRequest filled(GenerationRequest request) {
        GenerationRequest wanted = model.presets().filled(request, model.plans());
        SchedulerChoice scheduler = model.plans().named(wanted.scheduler());
        ResolvedRequest filled =
                ResolvedRequest.of(wanted.toBuilder().scheduler(scheduler).build(), model.info());
        check(filled);
        return filled;
    }

    /** Fails for what the model cannot do. */
    private void check(ResolvedRequest request) {
        Start start = request.start();
        if (start != null && !model.traits().hasCodec()) {
            throw DemistException.invalid("image", "a picture", "model " + model.name() + " starts from noise only");
        }
        checkControls(request.controls());
        checkReferences(request.references().size());
        checkSide("width", request.width());
        checkSide("height", request.height());
        checkTrueGuidance(request.guidance().trueScale());
        checkReuse(request.reuse());
        if (model.traits().seesMask() && (start == null || start.mask() == null)) {
            throw DemistException.missing("mask", "model " + model.name() + " repaints: it needs image and mask");
        }
    }

    private void checkTrueGuidance(double scale) {
        if (scale > 1 && !model.traits().guidance().takesTrueScale()) {
            throw DemistException.invalid(
                    "trueGuidance", scale, "model " + model.name() + " is guided by guidance, not by trueGuidance");
        }
    }

    private void checkReuse(int reuse) {
        if (reuse > 0 && model.traits().deepChannels() == 0) {
            throw DemistException.invalid(
                    "reuse",
                    reuse,
                    "model " + model.name() + " has no features to take over from step to step; leave it out");
        }
    }

    private void checkSide(String field, int side) {
        int most = model.traits().maxSide();
        if (side > most) {
            throw DemistException.invalid(field, side, "it must be at most " + most + " for model " + model.name());
        }
    }

    private void checkControls(List<Control> controls) {
        if (controls.size() > 1) {
            throw DemistException.invalid(
                    "controls", controls.size() + " pictures", "one ControlNet at a time can steer a picture");
        }
        if (!controls.isEmpty() && !model.traits().hasControlNet()) {
            throw DemistException.invalid(
                    "controlImage",
                    "a picture",
                    "model " + model.name() + " has no ControlNet of its own: choose one with controlNet");
        }
    }

    private void checkReferences(int count) {
        int most = model.traits().references();
        if (count > most) {
            throw DemistException.invalid(
                    "references",
                    count + " pictures",
                    "model " + model.name() + (most == 0 ? " does not edit pictures" : " takes at most " + most));
        }
    }

    /** Fails for a state that a run of this request cannot go on from. */
    void check(ResolvedRequest request, LatentState from) {
        int[] shape = latents(request);
        Tensor sample = from.scheduler().sample();
        if (!sample.hasShape(shape)) {
            throw DemistException.invalid(
                    "from",
                    "a state of " + Arrays.toString(sample.shape()),
                    "the request wants " + Arrays.toString(shape) + "; keep its width, height and model");
        }
    }

    /** What a run of this request visits. */
    Mono<NoiseSchedule> visits(ResolvedRequest request) {
        Schedule schedule = schedule(request);
        return model.plans().plan(schedule, latents(request)).flatMap(plan -> model.plans()
                .call(schedule, () -> visited(plan)));
    }

    private static NoiseSchedule visited(SchedulerPlan plan) {
        return new NoiseSchedule(
                IntStream.range(0, plan.calls()).mapToObj(plan::timestep).toList(),
                IntStream.rangeClosed(1, plan.calls())
                        .mapToObj(plan::noiseLevel)
                        .toList());
    }

    static Schedule schedule(ResolvedRequest request) {
        return new Schedule(request.scheduler(), request.steps());
    }

    private int[] latents(ResolvedRequest request) {
        LatentFormat format = model.traits().latents();
        return format.shape(request.width(), request.height());
    }

    /** The states that {@code states} makes of the prepared run; the denoiser is leased until they end. */
    Flux<LatentState> run(ResolvedRequest request, Function<Prepared, Flux<LatentState>> states) {
        if (!GivenPictures.has(request)) {
            return run(request, GivenPictures.NONE, states);
        }
        int multiple = model.traits().latents().sizeMultiple();
        return Mono.fromCallable(() -> GivenPictures.of(request, multiple))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMapMany(pictures -> run(request, pictures, states));
    }

    /** As {@link #run(ResolvedRequest, Function)}, with these pictures. */
    Flux<LatentState> run(
            ResolvedRequest request, GivenPictures pictures, Function<Prepared, Flux<LatentState>> states) {
        Guidance guidance = model.traits().guidance().of(request);
        return conditioning(request, guidance, pictures).flatMapMany(conditioning -> model.plans()
                .plan(schedule(request), latents(request))
                .flatMapMany(plan -> start(request, plan, pictures)
                        .flatMapMany(start -> withDenoiser(
                                request,
                                guidance,
                                pictures.control(),
                                denoiser -> states.apply(
                                        prepared(request, plan, start, guidance, conditioning, denoiser))))));
    }

    private Mono<Conditioning> conditioning(ResolvedRequest request, Guidance guidance, GivenPictures pictures) {
        Mono<Conditioning> ofPrompts = spans.encode(
                        Mono.defer(() -> model.text().apply(encoders()).encode(request, guidance.rows())), model.name())
                .map(guidance::conditioning);
        return pictures.references().isEmpty()
                ? ofPrompts
                : ofPrompts.flatMap(conditioning -> Networks.with(
                        networks.codec(model), codec -> References.with(conditioning, pictures.references(), codec)));
    }

    private Encoders encoders() {
        return new RowByRow((part, tokens, outputs) -> prompts.get(
                model.source().key(part),
                tokens,
                outputs,
                () -> Networks.with(networks.textEncoder(model, part), encoder -> encoder.encode(tokens, outputs))));
    }

    private Prepared prepared(
            ResolvedRequest request,
            SchedulerPlan plan,
            StartingPoint start,
            Guidance guidance,
            Conditioning conditioning,
            Denoiser denoiser) {
        Generation generation = new Generation(
                new ModelCalls(denoiser, conditioning, guidance, plan, request.reuse()),
                plan,
                start.noise(),
                start.modelInput(),
                start.blend(),
                schedule(request),
                model.plans(),
                spans);
        return new Prepared(generation, start.state(), model.plans());
    }

    private <T> Flux<T> withDenoiser(
            ResolvedRequest request,
            Guidance guidance,
            @Nullable Tensor control,
            Function<Denoiser, Publisher<T>> work) {
        return request.reuse() == 0
                ? withDenoiser(request, control, work)
                : Networks.during(
                        networks.room(featureBytes(request, guidance)), room -> withDenoiser(request, control, work));
    }

    private long featureBytes(ResolvedRequest request, Guidance guidance) {
        int[] shape = latents(request);
        return (long) Float.BYTES * guidance.rows() * model.traits().deepChannels() * shape[2] * shape[3];
    }

    private <T> Flux<T> withDenoiser(
            ResolvedRequest request, @Nullable Tensor control, Function<Denoiser, Publisher<T>> work) {
        return Networks.during(
                networks.denoiser(model),
                denoiser -> control == null
                        ? work.apply(denoiser)
                        : Networks.during(
                                networks.controlNet(model),
                                net -> work.apply(ControlledDenoiser.of(
                                        denoiser,
                                        net,
                                        control,
                                        request.controls().get(0).scale()))));
    }

    private Mono<StartingPoint> start(ResolvedRequest request, SchedulerPlan plan, GivenPictures pictures) {
        TorchNoise noise = TorchNoise.ofSeed(request.seed());
        StartingPoints points = new StartingPoints(plan, noise, latents(request), schedule(request), model.plans());
        Tensor image = pictures.image();
        Tensor mask = pictures.mask();
        if (image == null) {
            return points.fromNoise();
        }
        double strength = requireNonNull(request.start()).strength();
        int skipped = model.traits().skippedSteps(request.steps(), strength);
        return Networks.with(
                networks.codec(model),
                codec -> mask == null
                        ? points.fromImage(image, codec, skipped)
                        : points.fromMaskedImage(image, mask, model.traits().seesMask(), codec, strength, skipped));
    }
}
