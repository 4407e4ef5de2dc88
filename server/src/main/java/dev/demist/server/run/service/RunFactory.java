package dev.demist.server.run.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.Pipeline;
import dev.demist.server.json.Json;
import dev.demist.server.models.Models;
import dev.demist.server.run.Progress;
import dev.demist.server.run.Run;
import dev.demist.server.run.live.LiveRun;
import dev.demist.server.run.request.Checks;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.request.Inputs;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.request.RunRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request's body into runs with every default filled in, or refuses it before anything is kept. Blocking;
 * thread-safe.
 */
final class RunFactory {

    private final Models models;
    private final RunStates states;
    private final Limits limits;
    private final Inputs inputs;
    private final InstantSource clock;
    private final Ulids ids;

    RunFactory(Models models, RunStates states, Limits limits, Inputs inputs, InstantSource clock) {
        this.models = models;
        this.states = states;
        this.limits = limits;
        this.inputs = inputs;
        this.clock = clock;
        this.ids = new Ulids(clock);
    }

    /** The runs that {@code body} asks for. */
    List<LiveRun> read(String user, ObjectNode body) {
        RunRequest asked = Json.convert(body, RunRequest.class);
        Fork fork = asked.from();
        if (fork == null) {
            return draw(user, asked, null);
        }
        Run parent = states.find(user, fork.run());
        RunRequest changed = Json.convert(parentFields(parent).setAll(body), RunRequest.class);
        return draw(user, changed, fork.state() == 0 ? null : states.at(parent, fork.state()));
    }

    private static ObjectNode parentFields(Run parent) {
        ObjectNode fields = (ObjectNode) Json.tree(parent.recipe());
        fields.remove("from");
        return fields;
    }

    private List<LiveRun> draw(String user, RunRequest asked, @Nullable LatentState from) {
        int count = limits.count(asked.count());
        Checks.integer("priority", asked.priority(), -100, 100);
        GenerationRequest wanted = asked.toGeneration(limits, inputs);
        String model = asked.model() == null ? models.names().get(0) : asked.model();
        Pipeline pipeline = models.open(model);
        Checks.that(
                !pipeline.info().takesPrompt() || !wanted.prompt().isBlank(),
                "prompt",
                "\"\"",
                "1 to 10000 characters");
        long seed = asked.seed() == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : asked.seed();
        GenerationRequest seeded = wanted.toBuilder().seed(seed).build();
        GenerationRequest complete = from == null ? pipeline.complete(seeded) : pipeline.complete(seeded, from);
        limits.cost(complete, count);
        RunRequest kept = asked.kept(inputs);
        return IntStream.range(0, count)
                .mapToObj(i -> run(user, kept, model, pipeline, complete, seed + i, from))
                .toList();
    }

    private LiveRun run(
            String user,
            RunRequest asked,
            String model,
            Pipeline pipeline,
            GenerationRequest complete,
            long seed,
            @Nullable LatentState from) {
        int steps = Objects.requireNonNullElse(complete.steps(), 1);
        Progress progress = from == null ? Progress.accepted(0, steps) : Progress.accepted(from.call(), from.calls());
        RunRequest recipe = asked.completed(complete, model, seed);
        Run run = new Run(ids.next(), user, recipe, asked.from(), clock.instant(), progress);
        return new LiveRun(run, complete.toBuilder().seed(seed).build(), pipeline, from);
    }

    /** A run that was interrupted, ready to go on from its newest state. */
    LiveRun recover(Run run, @Nullable LatentState newest) {
        String model = Objects.requireNonNullElse(run.recipe().model(), "");
        Run caughtUp = run.with(run.progress().recovered(newest));
        return new LiveRun(caughtUp, run.recipe().toGeneration(limits, inputs), models.open(model), newest);
    }
}
