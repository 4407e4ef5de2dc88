package dev.demist.server.run.service;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.ModelInfo;
import dev.demist.Models;
import dev.demist.Pipeline;
import dev.demist.ResolvedRequest;
import dev.demist.Size;
import dev.demist.server.run.Marks;
import dev.demist.server.run.Progress;
import dev.demist.server.run.Run;
import dev.demist.server.run.live.LiveRun;
import dev.demist.server.run.live.NewRuns;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.request.Inputs;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.request.RunRequest;
import dev.demist.server.run.store.RunRecords;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Turns requests into runs with every default filled in, or refuses them before anything is kept. Thread-safe. */
final class RunFactory {

    private final Models models;
    private final RunRecords records;
    private final RunStates states;
    private final Limits limits;
    private final Inputs inputs;
    private final InstantSource clock;
    private final Scheduler io;
    private final Ulids ids;

    RunFactory(
            Models models,
            RunRecords records,
            RunStates states,
            Limits limits,
            Inputs inputs,
            InstantSource clock,
            Scheduler io) {
        this.models = models;
        this.records = records;
        this.states = states;
        this.limits = limits;
        this.inputs = inputs;
        this.clock = clock;
        this.io = io;
        this.ids = new Ulids(clock);
    }

    /**
     * Where a run begins.
     *
     * @param root the first run of its family; null if it is that itself
     * @param state the state that it goes on from; null for the beginning
     */
    private record Origin(@Nullable String root, @Nullable LatentState state) {}

    /** From now on runs get greater ids than {@code id}: they stay in order when the clock is set back. */
    void idsAfter(String id) {
        ids.startAfter(id);
    }

    /** The runs that are asked for; nothing is kept if they are refused. */
    Mono<NewRuns> create(String user, RunRequest asked) {
        return records.usable(user, asked.inputs().toList())
                .flatMap(usable ->
                        origin(user, asked.from()).publishOn(io).flatMap(from -> create(user, asked, usable, from)));
    }

    private Mono<Origin> origin(String user, @Nullable Fork fork) {
        return fork == null
                ? Mono.just(new Origin(null, null))
                : states.find(user, fork.run())
                        .flatMap(parent -> fork.state() == 0
                                ? Mono.just(new Origin(parent.root(), null))
                                : states.at(parent, fork.state()).map(state -> new Origin(parent.root(), state)));
    }

    private Mono<NewRuns> create(String user, RunRequest asked, Set<String> usable, Origin origin) {
        limits.check(asked);
        return inputs.open(asked.request(), usable, opened -> create(user, asked, opened, origin));
    }

    /** What the runs that are asked for would be drawn with, by the same rules; nothing is kept. */
    Mono<Resolution> resolve(String user, RunRequest asked) {
        limits.check(asked);
        return records.usable(user, asked.inputs().toList())
                .flatMap(usable -> inputs.open(asked.request(), usable, opened -> resolve(user, asked, opened)))
                .subscribeOn(io);
    }

    private Mono<Resolution> resolve(String user, RunRequest asked, GenerationRequest opened) {
        Pipeline pipeline = pipeline(user, asked);
        return pipeline.resolve(sized(opened, pipeline.info())).flatMap(request -> pipeline.warnings(request)
                .map(warnings -> new Resolution(
                        asked.single(Inputs.refer(request, new HashMap<>()).request()), warnings)));
    }

    private Pipeline pipeline(String user, RunRequest asked) {
        return models.open(limits.allowance(user).model(asked.request().model(), models.names()));
    }

    private Mono<NewRuns> create(String user, RunRequest asked, GenerationRequest opened, Origin origin) {
        LatentState from = origin.state();
        Pipeline pipeline = pipeline(user, asked);
        GenerationRequest sized = sized(opened, pipeline.info());
        Mono<ResolvedRequest> resolved = from == null ? pipeline.resolve(sized) : pipeline.resolve(sized, from);
        return resolved.flatMap(request -> Mono.zip(pipeline.warnings(request), begun(pipeline, request, from))
                .publishOn(io)
                .map(known -> {
                    limits.cost(request, asked.count());
                    Map<String, byte[]> pictures = new HashMap<>();
                    ResolvedRequest kept = Inputs.refer(request, pictures);
                    List<LiveRun> runs = IntStream.range(0, asked.count())
                            .mapToObj(i -> run(
                                    user, asked, kept.withNextSeed(i), pipeline, origin, known.getT1(), known.getT2()))
                            .toList();
                    return new NewRuns(runs, pictures);
                }));
    }

    /** Before its first step: a fork has done as much of its schedule as {@code from} stands for. */
    private static Mono<Progress> begun(Pipeline pipeline, ResolvedRequest request, @Nullable LatentState from) {
        return from == null
                ? Mono.just(Progress.accepted(0, request.steps()))
                : pipeline.schedule(request)
                        .map(schedule -> Progress.accepted(
                                Takeover.firstStep(request, schedule, from) - 1,
                                schedule.noiseLevels().size()));
    }

    /** With the size that it leaves open, within the limits. */
    private GenerationRequest sized(GenerationRequest request, ModelInfo model) {
        Size size = request.sized(model, limits.maxSide()).size();
        return request.toBuilder().width(size.width()).height(size.height()).build();
    }

    private LiveRun run(
            String user,
            RunRequest asked,
            ResolvedRequest request,
            Pipeline pipeline,
            Origin origin,
            List<String> warnings,
            Progress progress) {
        RunRequest recipe = asked.single(request.request());
        String id = ids.next();
        String root = origin.root() == null ? id : origin.root();
        Run run = new Run(
                id,
                user,
                recipe,
                asked.from(),
                root,
                clock.instant(),
                warnings,
                Marks.NONE.ephemeral(asked.ephemeralOrFalse()),
                progress);
        return new LiveRun(run, request, inputs, pipeline, origin.state(), states.newest(id));
    }

    /** A run that was interrupted, ready to go on from its newest state. */
    LiveRun recover(Run run, @Nullable LatentState newest) {
        GenerationRequest request = run.recipe().request();
        Pipeline pipeline = models.open(Objects.requireNonNullElse(request.model(), ""));
        Run caughtUp = run.with(run.progress().recovered(newest, run.recipe().stopAt()));
        return new LiveRun(caughtUp, ResolvedRequest.kept(request), inputs, pipeline, newest, states.newest(run.id()));
    }
}
