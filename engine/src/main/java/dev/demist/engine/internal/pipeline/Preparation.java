package dev.demist.engine.internal.pipeline;

import static java.util.Objects.requireNonNull;

import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.Schedule;
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
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * From a completed request to a run that can begin: plan, conditioning and starting point.
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
    void check(GenerationRequest request) {
        if (request.image() != null && parts.codec() == null) {
            throw DemistException.invalid(
                    "image", "a picture", "model " + parts.info().name() + " starts from noise only");
        }
        if (request.mask() != null && request.image() == null) {
            throw DemistException.invalid("mask", "a mask", "it needs an image to be laid on");
        }
        if (request.controlImage() != null && request.controlNet() == null && parts.controlNet() == null) {
            throw DemistException.invalid(
                    "controlImage",
                    "a picture",
                    "model " + parts.info().name() + " has no ControlNet of its own: choose one with controlNet");
        }
        boolean inpainting = parts.codec() != null && parts.denoiser().shape().inChannels() == 2 * parts.channels() + 1;
        if (inpainting && request.mask() == null) {
            throw DemistException.invalid(
                    "mask", "missing", "model " + parts.info().name() + " repaints: it needs image and mask");
        }
        parts.plans().check(schedule(request), parts.latentShape(request));
    }

    /** Fails for a state that a run of this completed request cannot go on from. */
    void check(GenerationRequest request, LatentState from) {
        int[] shape = parts.latentShape(request);
        Tensor sample = from.scheduler().sample();
        if (!sample.hasShape(shape)) {
            throw DemistException.invalid(
                    "from",
                    "a state of " + Arrays.toString(sample.shape()),
                    "the request wants " + Arrays.toString(shape) + "; keep its width, height and model");
        }
    }

    private static Schedule schedule(GenerationRequest request) {
        return new Schedule(request.scheduler(), requireNonNull(request.steps()));
    }

    /** The run of a completed request. */
    Mono<Prepared> of(GenerationRequest request) {
        int width = requireNonNull(request.width());
        int height = requireNonNull(request.height());
        return of(request, GivenPictures.of(request, width, height));
    }

    /** As {@link #of(GenerationRequest)}, with these pictures. */
    Mono<Prepared> of(GenerationRequest request, GivenPictures pictures) {
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
            GenerationRequest request,
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

    private Denoiser denoiser(GenerationRequest request, @Nullable Tensor control) {
        ControlNet controlNet = parts.controlNet();
        return controlNet == null || control == null
                ? parts.denoiser()
                : ControlledDenoiser.of(parts.denoiser(), controlNet, control, request.controlScale());
    }

    private Guidance guidance(GenerationRequest request) {
        DenoiserShape shape = parts.denoiser().shape();
        double scale = requireNonNull(request.guidance());
        if (shape.width(GUIDANCE) > 0) {
            return Guidance.sinusoidal(GUIDANCE, scale, shape.width(GUIDANCE));
        }
        return shape.width(Conditioning.TEXT) == 0
                ? Guidance.none()
                : Guidance.classifierFree(scale, request.guidanceRescale(), 0, 1);
    }

    private Mono<Conditioning> conditioning(GenerationRequest request, Guidance guidance) {
        return parts.text().encode(request, guidance.rows()).map(guidance::conditioning);
    }

    private Mono<StartingPoint> start(GenerationRequest request, SchedulerPlan plan, GivenPictures pictures) {
        TorchNoise noise = TorchNoise.ofSeed(requireNonNull(request.seed()));
        StartingPoints points =
                new StartingPoints(plan, noise, parts.latentShape(request), schedule(request), parts.plans());
        LatentCodec codec = parts.codec();
        Tensor image = pictures.image();
        Tensor mask = pictures.mask();
        if (image == null || codec == null) {
            return points.fromNoise();
        }
        int steps = requireNonNull(request.steps());
        return mask == null
                ? points.fromImage(image, codec, request.strength(), steps)
                : points.fromMaskedImage(image, mask, parts.denoiser(), codec, request.strength(), steps);
    }
}
