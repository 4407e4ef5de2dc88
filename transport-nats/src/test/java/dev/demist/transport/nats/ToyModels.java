package dev.demist.transport.nats;

import dev.demist.Additions;
import dev.demist.Caller;
import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.DeviceUse;
import dev.demist.ErrorCode;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.ModelInfo;
import dev.demist.Models;
import dev.demist.NoiseSchedule;
import dev.demist.Opening;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.Preset;
import dev.demist.PreviewQuality;
import dev.demist.ResolvedRequest;
import dev.demist.Schedule;
import dev.demist.SchedulerChoice;
import dev.demist.scheduler.SchedulerProvider;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * One model, "toy", whose states depend on the seed and every state before: a step left out or done twice shows. Its
 * steps wait until they are allowed. Prompts named "fail" fail at step 3.
 */
final class ToyModels implements Models {

    static final int SIDE = 16;

    final AtomicInteger evaluations = new AtomicInteger();
    final AtomicInteger previews = new AtomicInteger();
    final AtomicInteger cancelled = new AtomicInteger();
    final Queue<Caller> callers = new ConcurrentLinkedQueue<>();
    final Map<String, Long> open = new ConcurrentHashMap<>();
    final Sinks.Many<Opening> openings = Sinks.many().replay().latest();
    private final Sinks.Many<Integer> allowed = Sinks.many().replay().latestOrDefault(Integer.MAX_VALUE);
    private final Scheduler thread = Schedulers.newSingle("toy", true);
    private final String fingerprint;
    private final @Nullable LatentState always;

    ToyModels() {
        this("same", null);
    }

    ToyModels(String fingerprint) {
        this(fingerprint, null);
    }

    /** One whose states have the contents of {@code always}, however large that is. */
    ToyModels(LatentState always) {
        this("same", always);
    }

    private ToyModels(String fingerprint, @Nullable LatentState always) {
        this.fingerprint = fingerprint;
        this.always = always;
    }

    void allow(int step) {
        allowed.tryEmitNext(step);
    }

    static GenerationRequest request(String prompt, int steps) {
        return GenerationRequest.builder(prompt)
                .model("toy")
                .steps(steps)
                .seed(7L)
                .build();
    }

    @Override
    public List<String> names() {
        return List.of("toy");
    }

    @Override
    public ModelInfo info(String name) {
        SchedulerChoice trailing = new SchedulerChoice("ddim", Map.of("timestep_spacing", "trailing"));
        Preset preset = new Preset("turbo", "the name \"toy\"", trailing);
        return new ModelInfo("toy", "ToyPipeline", "ddim", List.of("ddim"), SIDE, SIDE, 8, 10, 5, true, preset);
    }

    @Override
    public String fingerprint(String name) {
        return fingerprint;
    }

    @Override
    public Pipeline open(String name) {
        if (!name.equals("toy")) {
            throw DemistException.inField(ErrorCode.UNKNOWN_MODEL, "model", name + " is not known; known: toy", null);
        }
        return new Toy();
    }

    @Override
    public void warmUp(String name) {
        open(name);
        open.put(name, 1000L);
    }

    @Override
    public Flux<Opening> openings() {
        return openings.asFlux();
    }

    @Override
    public Map<String, Long> opened() {
        return Map.copyOf(open);
    }

    @Override
    public List<DeviceUse> devices() {
        return List.of(new DeviceUse(ComputeDevice.cuda(1), 9L << 30, opened()));
    }

    @Override
    public Additions additions() {
        return new Additions(List.of("crayon"), List.of(), List.of("edges"));
    }

    @Override
    public List<SchedulerProvider> schedulers() {
        return ServiceLoader.load(SchedulerProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    @Override
    public void close() {
        thread.dispose();
    }

    private final class Toy implements Pipeline {

        @Override
        public ModelInfo info() {
            return ToyModels.this.info("toy");
        }

        @Override
        public Mono<ResolvedRequest> resolve(GenerationRequest request) {
            return Mono.fromCallable(() -> ResolvedRequest.of(request, info()));
        }

        @Override
        public Mono<ResolvedRequest> resolve(GenerationRequest request, LatentState from) {
            return resolve(request).doOnNext(resolved -> {
                if (from.calls() != resolved.steps()) {
                    throw DemistException.invalid("steps", resolved.steps(), "the state is of " + from.calls());
                }
            });
        }

        @Override
        public Mono<List<String>> warnings(ResolvedRequest request) {
            return Mono.just(List.of("crayon fits in part"));
        }

        @Override
        public Mono<NoiseSchedule> schedule(ResolvedRequest request) {
            List<Double> left = IntStream.rangeClosed(1, request.steps())
                    .mapToObj(step -> request.steps() - step + 0.0)
                    .toList();
            return Mono.just(new NoiseSchedule(left, left));
        }

        @Override
        public Flux<LatentState> denoise(ResolvedRequest request) {
            return resume(request, state(0, request.steps(), new float[] {request.seed(), 0, 0, 1}));
        }

        @Override
        public Flux<LatentState> resume(ResolvedRequest request, LatentState from) {
            return Flux.deferContextual(context -> {
                callers.add(Caller.in(context));
                return next(request, from).expand(state -> next(request, state)).doOnCancel(cancelled::incrementAndGet);
            });
        }

        private Flux<LatentState> next(ResolvedRequest request, LatentState state) {
            return state.isLast()
                    ? Flux.empty()
                    : Flux.just(state).hide().concatMap(before -> timestep(request, before), 0);
        }

        private Mono<LatentState> timestep(ResolvedRequest request, LatentState before) {
            int step = before.call() + 1;
            return allowed.asFlux()
                    .filter(limit -> limit >= step)
                    .next()
                    .publishOn(thread)
                    .map(limit -> {
                        evaluations.incrementAndGet();
                        if (step == 3 && request.prompt().equals("fail")) {
                            throw DemistException.inField(ErrorCode.SCHEDULER_FAILED, "scheduler", "it fails", null);
                        }
                        return step(before, step);
                    });
        }

        private LatentState step(LatentState before, int step) {
            if (always != null) {
                return new LatentState(step, before.calls(), 0, 0, always.schedule(), always.scheduler());
            }
            float[] old = before.scheduler().sample().toArray();
            float[] values = new float[old.length];
            for (int i = 0; i < old.length; i++) {
                values[i] = (float) Math.sin(old[i] * 1.7 + step + i);
            }
            return state(step, before.calls(), values);
        }

        @Override
        public Mono<Picture> preview(LatentState state, PreviewQuality quality) {
            return picture(state, SIDE / 2);
        }

        @Override
        public Mono<Picture> decode(LatentState state) {
            return picture(state, SIDE);
        }

        private Mono<Picture> picture(LatentState state, int side) {
            return Mono.fromCallable(() -> {
                previews.incrementAndGet();
                byte[] rgb = new byte[side * side * 3];
                for (int i = 0; i < rgb.length; i++) {
                    rgb[i] = (byte) (state.scheduler().sample().get(i % 4) * 100 + i);
                }
                return new Picture(side, side, rgb);
            });
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static LatentState state(int step, int steps, float[] values) {
        float[] kept = {values[0] + step, values[1]};
        return new LatentState(
                step,
                steps,
                steps - step,
                steps - step,
                new Schedule(SchedulerChoice.of("ddim"), steps),
                new SchedulerState(
                        step,
                        step,
                        Tensor.of(values, 1, 4, 1, 1),
                        Tensor.of(values, 1, 4, 1, 1),
                        List.of(Tensor.of(kept, 2))));
    }
}
