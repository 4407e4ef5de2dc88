package dev.demist.engine.internal.pipeline;

import static java.util.Objects.requireNonNull;

import dev.demist.Control;
import dev.demist.DemistException;
import dev.demist.LatentState;
import dev.demist.ResolvedRequest;
import dev.demist.Schedule;
import dev.demist.Start;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.random.TorchNoise;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.Tensor;
import io.micrometer.observation.ObservationRegistry;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * From a request to a run that can begin: plan, conditioning and starting point.
 *
 * @param parts the checkpoint
 * @param spans around its steps
 */
record Preparation(Parts parts, StepSpans spans) {

    /** The input of latent consistency models for the embedded scale (Luo et al., 2023). */
    private static final String GUIDANCE = "timestep_cond";

    /** Steps that nobody observes. */
    Preparation(Parts parts) {
        this(parts, new StepSpans(ObservationRegistry.NOOP));
    }

    /** Fails for what this checkpoint cannot do. */
    void check(ResolvedRequest request) {
        Start start = request.start();
        if (start != null && parts.codec() == null) {
            throw DemistException.invalid(
                    "image", "a picture", "model " + parts.info().name() + " starts from noise only");
        }
        checkControls(request);
        boolean inpainting = parts.codec() != null && parts.denoiser().shape().inChannels() == 2 * parts.channels() + 1;
        if (inpainting && (start == null || start.mask() == null)) {
            throw DemistException.missing(
                    "mask", "model " + parts.info().name() + " repaints: it needs image and mask");
        }
    }

    private void checkControls(ResolvedRequest request) {
        List<Control> controls = request.controls();
        if (controls.size() > 1) {
            throw DemistException.invalid(
                    "controls", controls.size() + " pictures", "one ControlNet at a time can steer a picture");
        }
        if (!controls.isEmpty() && controls.get(0).net() == null && parts.controlNet() == null) {
            throw DemistException.invalid(
                    "controlImage",
                    "a picture",
                    "model " + parts.info().name() + " has no ControlNet of its own: choose one with controlNet");
        }
    }

    /** Fails for a state that a run of this request cannot go on from. */
    void check(ResolvedRequest request, LatentState from) {
        int[] shape = parts.latentShape(request);
        Tensor sample = from.scheduler().sample();
        if (!sample.hasShape(shape)) {
            throw DemistException.invalid(
                    "from",
                    "a state of " + Arrays.toString(sample.shape()),
                    "the request wants " + Arrays.toString(shape) + "; keep its width, height and model");
        }
    }

    static Schedule schedule(ResolvedRequest request) {
        return new Schedule(request.scheduler(), request.steps());
    }

    /** The run of a request. */
    Mono<Prepared> of(ResolvedRequest request) {
        if (request.start() == null && request.controls().isEmpty()) {
            return of(request, GivenPictures.NONE);
        }
        return Mono.fromCallable(() -> GivenPictures.of(request))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(pictures -> of(request, pictures));
    }

    /** As {@link #of(ResolvedRequest)}, with these pictures. */
    Mono<Prepared> of(ResolvedRequest request, GivenPictures pictures) {
        Guidance guidance = guidance(request);
        return conditioning(request, guidance).flatMap(conditioning -> parts.plans()
                .plan(schedule(request), parts.latentShape(request))
                .flatMap(plan -> start(request, plan, pictures)
                        .map(start -> new Prepared(
                                generation(request, pictures.control(), conditioning, guidance, plan, start),
                                start.state(),
                                parts.plans()))));
    }

    private Generation generation(
            ResolvedRequest request,
            @Nullable Tensor control,
            Conditioning conditioning,
            Guidance guidance,
            SchedulerPlan plan,
            StartingPoint start) {
        return new Generation(
                denoiser(request, control),
                conditioning,
                guidance,
                plan,
                start.noise(),
                start.modelInput(),
                start.blend(),
                schedule(request),
                parts.plans(),
                spans);
    }

    private Denoiser denoiser(ResolvedRequest request, @Nullable Tensor control) {
        ControlNet controlNet = parts.controlNet();
        return controlNet == null || control == null
                ? parts.denoiser()
                : ControlledDenoiser.of(
                        parts.denoiser(),
                        controlNet,
                        control,
                        request.controls().get(0).scale());
    }

    private Guidance guidance(ResolvedRequest request) {
        DenoiserShape shape = parts.denoiser().shape();
        double scale = request.guidanceScale();
        if (shape.width(GUIDANCE) > 0) {
            return Guidance.sinusoidal(GUIDANCE, scale, shape.width(GUIDANCE));
        }
        return shape.width(Conditioning.TEXT) == 0
                ? Guidance.none()
                : Guidance.classifierFree(scale, request.guidance().rescale(), 0, 1);
    }

    private Mono<Conditioning> conditioning(ResolvedRequest request, Guidance guidance) {
        return parts.text().encode(request, guidance.rows()).map(guidance::conditioning);
    }

    private Mono<StartingPoint> start(ResolvedRequest request, SchedulerPlan plan, GivenPictures pictures) {
        TorchNoise noise = TorchNoise.ofSeed(request.seed());
        StartingPoints points =
                new StartingPoints(plan, noise, parts.latentShape(request), schedule(request), parts.plans());
        LatentCodec codec = parts.codec();
        Tensor image = pictures.image();
        Tensor mask = pictures.mask();
        if (image == null || codec == null) {
            return points.fromNoise();
        }
        int steps = request.steps();
        double strength = requireNonNull(request.start()).strength();
        return mask == null
                ? points.fromImage(image, codec, strength, steps)
                : points.fromMaskedImage(image, mask, parts.denoiser(), codec, strength, steps);
    }
}
