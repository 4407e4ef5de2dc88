package dev.demist.server.testing;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.ModelInfo;
import dev.demist.NoiseSchedule;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.PreviewQuality;
import dev.demist.ResolvedRequest;
import dev.demist.Schedule;
import dev.demist.SchedulerChoice;
import dev.demist.scheduler.SchedulerProvider;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Counts what it is asked for; its steps wait until they are allowed. */
public final class FakePipeline implements Pipeline {

    /** The real ones, which it takes without using them. */
    private static final Set<String> SCHEDULERS = ServiceLoader.load(SchedulerProvider.class).stream()
            .map(provider -> provider.get().name())
            .collect(Collectors.toUnmodifiableSet());

    /** Model calls begun, previews and full pictures made. */
    public final AtomicInteger evaluations = new AtomicInteger();

    public final AtomicInteger previews = new AtomicInteger();
    public final AtomicInteger decodes = new AtomicInteger();
    public final AtomicInteger closings = new AtomicInteger();
    public volatile int failingStep = -1;
    public volatile ErrorCode failure = ErrorCode.SCHEDULER_FAILED;
    public volatile int failingPreview = -1;

    /** How long every model call takes. */
    public volatile Duration pace = Duration.ZERO;

    /** Zero once the preview of {@link #failingPreview} has failed. */
    public final CountDownLatch previewFailed = new CountDownLatch(1);

    /** The runs that the log would have named in each step. */
    public final Queue<String> logged = new ConcurrentLinkedQueue<>();

    /** The requests whose drawing began. */
    public final Queue<ResolvedRequest> drawn = new ConcurrentLinkedQueue<>();

    /** What warming it up does. */
    public volatile Mono<Void> warmUp = Mono.empty();

    /** How many pictures it edits. */
    public volatile int references;

    /** Whether its deep features can be reused. */
    public volatile boolean takesReuse;

    /** Its presets for few steps. */
    public volatile FakePresets presets = FakePresets.NONE;

    private final String name;
    private final boolean takesPrompt;
    private final Sinks.Many<Integer> allowed = Sinks.many().replay().latest();
    private final Scheduler model = Schedulers.newSingle("fake-model", true);

    public FakePipeline(String name, boolean takesPrompt) {
        this.name = name;
        this.takesPrompt = takesPrompt;
        allow(Integer.MAX_VALUE);
    }

    /** Lets every run go as far as {@code step}. */
    public void allow(int step) {
        allowed.tryEmitNext(step);
    }

    @Override
    public ModelInfo info() {
        return new ModelInfo(
                name,
                "FakePipeline",
                presets.scheduler(),
                List.of(presets.scheduler()),
                64,
                64,
                8,
                presets.steps(),
                presets.guidance(),
                takesPrompt,
                takesPrompt,
                takesPrompt,
                references,
                takesReuse,
                presets.names(),
                presets.own());
    }

    @Override
    public Mono<ResolvedRequest> resolve(GenerationRequest request) {
        return Mono.fromCallable(() -> {
            String scheduler = request.scheduler().name();
            if (scheduler != null && !scheduler.equals("fake") && !SCHEDULERS.contains(scheduler)) {
                throw DemistException.inField(
                        ErrorCode.UNKNOWN_SCHEDULER, "scheduler", scheduler + " is not known; known: fake", null);
            }
            return ResolvedRequest.of(presets.filled(request), info());
        });
    }

    /** States have a pixel for every 32 of the picture. */
    @Override
    public Mono<ResolvedRequest> resolve(GenerationRequest request, LatentState from) {
        return resolve(request).doOnNext(resolved -> {
            if (from.scheduler().sample().size(3) != resolved.width() / 32) {
                throw DemistException.invalid(
                        "from", "a state of another size", "the request wants " + resolved.width());
            }
        });
    }

    @Override
    public Mono<NoiseSchedule> schedule(ResolvedRequest request) {
        List<Double> left = IntStream.rangeClosed(1, request.steps())
                .mapToObj(step -> (double) request.steps() - step)
                .toList();
        return Mono.just(new NoiseSchedule(left, left));
    }

    @Override
    public Mono<List<String>> warnings(ResolvedRequest request) {
        return Mono.just(Stream.concat(
                        request.adapters().loras().stream().map(lora -> lora.name() + " fits in part"),
                        presets.notes(request))
                .toList());
    }

    @Override
    public Flux<LatentState> denoise(ResolvedRequest request) {
        drawn.add(request);
        return after(state(0, request.steps()));
    }

    @Override
    public Flux<LatentState> resume(ResolvedRequest request, LatentState from) {
        drawn.add(request);
        int left = (int) from.noiseLevel();
        return after(
                request.steps() == from.calls() ? from : state(Math.max(1, request.steps() - left), request.steps()));
    }

    private Flux<LatentState> after(LatentState from) {
        return next(from).expand(this::next);
    }

    private Flux<LatentState> next(LatentState state) {
        return state.isLast() ? Flux.empty() : Flux.just(state).hide().concatMap(this::timestep, 0);
    }

    private Mono<LatentState> timestep(LatentState before) {
        int step = before.call() + 1;
        evaluations.incrementAndGet();
        return allowed.asFlux()
                .filter(limit -> limit >= step)
                .next()
                .delayUntil(limit -> pace.isZero() ? Mono.empty() : Mono.delay(pace))
                .publishOn(model)
                .map(limit -> {
                    logged.add(String.valueOf(MDC.get("run")));
                    if (step == failingStep) {
                        throw new DemistException(failure, "the scheduler failed at step " + step);
                    }
                    return state(step, before.calls());
                });
    }

    /** The state after {@code step} of {@code steps} calls. */
    public static LatentState state(int step, int steps) {
        return new LatentState(
                step,
                steps,
                steps - step,
                steps - step,
                new Schedule(SchedulerChoice.of("fake"), steps),
                new SchedulerState(step, 0, Tensor.full(step, 1, 4, 2, 2), Tensor.full(step, 1, 4, 2, 2), List.of()));
    }

    @Override
    public Mono<Picture> preview(LatentState state, PreviewQuality quality) {
        if (quality != PreviewQuality.LINEAR) {
            return decode(state);
        }
        return state.call() == failingPreview ? failed() : picture(state, previews, 16);
    }

    private Mono<Picture> failed() {
        return Mono.<Picture>error(new DemistException(ErrorCode.ENGINE_FAILED, "the preview failed"))
                .doOnTerminate(previewFailed::countDown);
    }

    @Override
    public Mono<Picture> decode(LatentState state) {
        return picture(state, decodes, 64);
    }

    private static Mono<Picture> picture(LatentState state, AtomicInteger count, int side) {
        return Mono.fromCallable(() -> {
            count.incrementAndGet();
            byte[] rgb = new byte[side * side * 3];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) ((state.call() * 10 + i / side) % 256);
            }
            return new Picture(side, side, rgb);
        });
    }

    @Override
    public Mono<Void> warmUp() {
        return warmUp;
    }

    @Override
    public void close() {
        closings.incrementAndGet();
        model.dispose();
    }
}
