package dev.demist.server.bench;

import dev.demist.LatentState;
import dev.demist.internal.StrictJson;
import dev.demist.server.run.Marks;
import dev.demist.server.run.Progress;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.request.RunRequest;
import dev.demist.server.run.store.RunStore;
import dev.demist.server.store.DurableStore;
import dev.demist.server.store.PostgresAddress;
import dev.demist.server.testing.FakePipeline;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Measures what the store takes of a run, and how many runs a second it takes. Arguments: an empty folder, how many
 * runs, and for PostgreSQL its address and how many servers share it.
 */
public final class StoreBenchmark {

    private static final int STEPS = 20;
    private static final RunRequest RECIPE = RunRequest.read(StrictJson.object(
            "{\"prompt\": \"a red apple\", \"seed\": 7, \"steps\": 20}".getBytes(StandardCharsets.UTF_8)));

    private StoreBenchmark() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        List<RunStore> servers = new ArrayList<>();
        if (arguments.length == 2) {
            servers.add(DurableStore.open(folder));
        } else {
            PostgresAddress address = PostgresAddress.of(arguments[2], null);
            for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
                servers.add(DurableStore.open(folder, address));
            }
        }
        measure("warm-up", servers, count / 4, StoreBenchmark::wholeRun);
        measure("runs accepted, one after the other", servers, count, StoreBenchmark::accept);
        measure("all that a run writes, its states included", servers, count, StoreBenchmark::wholeRun);
        measure("leases of all of these renewed", servers, 20, server -> server.records()
                .renew()
                .then());
        servers.forEach(RunStore::close);
    }

    private static Run run() {
        String id = UUID.randomUUID().toString();
        Instant now = Instant.now();
        return new Run(id, "me", RECIPE, null, id, now, Marks.NONE, Progress.accepted(0, STEPS));
    }

    private static Mono<Void> accept(RunStore server) {
        return server.records().insert(List.of(run()), Map.of());
    }

    private static Mono<Void> wholeRun(RunStore server) {
        Run run = run();
        Progress running = run.progress().running(Instant.now());
        LatentState last = FakePipeline.state(STEPS, STEPS);
        Progress done = running.at(last, 5).ended(Status.DONE, Instant.now(), null);
        return server.records()
                .insert(List.of(run), Map.of())
                .then(server.records().update(run.with(running)))
                .thenMany(Flux.range(1, STEPS))
                .concatMap(step -> server.journal(run.id()).save(FakePipeline.state(step, STEPS)))
                .then(server.blobs().savePicture(run.id(), new byte[50_000]))
                .then(server.records().update(run.with(done)));
    }

    private static void measure(String name, List<RunStore> servers, int count, Function<RunStore, Mono<Void>> work) {
        long begun = System.nanoTime();
        Flux.fromIterable(servers)
                .flatMap(server -> Flux.range(0, count).concatMap(i -> work.apply(server)))
                .blockLast();
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "%-45s %7.2f ms each, %7.0f a second by %d servers%n",
                name, seconds * 1000 / count, count * servers.size() / seconds, servers.size());
    }
}
