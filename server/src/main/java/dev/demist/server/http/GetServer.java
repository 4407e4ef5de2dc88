package dev.demist.server.http;

import dev.demist.DeviceUse;
import dev.demist.Models;
import dev.demist.WorkerInfo;
import dev.demist.server.http.access.Users;
import dev.demist.server.http.message.Responses;
import dev.demist.server.run.DiskUse;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.keep.Keep;
import dev.demist.server.run.live.StepBudgets.Budget;
import dev.demist.server.run.service.Overview;
import dev.demist.server.run.service.Quota;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code GET /api/v1/server}: what goes on, as far as it is the caller's business. */
record GetServer(Overview overview, Models models) implements Handler<RoutingContext> {

    private static final String VERSION =
            Objects.requireNonNullElse(GetServer.class.getPackage().getImplementationVersion(), "(not packaged)");

    private record Body(
            String version,
            String user,
            int queue,
            long running,
            double stepsPerSecond,
            List<Open> models,
            List<On> devices,
            Disk disk,
            Allowed quota,
            List<Waiting> waiting,
            List<At> workers) {}

    /** A worker: how many runs of all users it has, how many it takes, and its devices. */
    private record At(String name, int running, int room, List<On> devices) {

        static At of(WorkerInfo worker) {
            return new At(worker.name(), worker.running(), worker.room(), On.of(worker.devices()));
        }
    }

    private record Open(String name, long bytes) {

        static List<Open> of(Map<String, Long> models) {
            return models.entrySet().stream()
                    .map(model -> new Open(model.getKey(), model.getValue()))
                    .sorted(Comparator.comparing(Open::name))
                    .toList();
        }
    }

    /** A device: what weights may take there, 0 for no bound, and what is open. */
    private record On(String name, long budget, List<Open> models) {

        static List<On> of(List<DeviceUse> devices) {
            return devices.stream()
                    .map(use -> new On(use.device().toString(), use.budget(), Open.of(use.models())))
                    .toList();
        }
    }

    private record InMemory(Map<String, Long> models, List<DeviceUse> devices) {}

    private record Disk(long bytes, int runs, @Nullable Kept keep) {}

    private record Kept(@Nullable Long bytes, @Nullable Long seconds) {}

    /** What the caller may ask for; null where there is no bound. */
    private record Allowed(
            Left waiting, @Nullable Hourly steps, @Nullable List<String> models) {}

    private record Left(int limit, int left) {}

    /** @param seconds until all of it is back */
    private record Hourly(long limit, long left, long seconds) {}

    /** Of other users only the place is told. */
    private record Waiting(int place, @Nullable String run) {}

    @Override
    public void handle(RoutingContext context) {
        String user = Users.of(context);
        Mono<InMemory> opened = Mono.fromCallable(() -> new InMemory(models.opened(), models.devices()))
                .subscribeOn(Schedulers.boundedElastic());
        Responses.when(
                context,
                Mono.zip(overview.disk(user), opened, (disk, open) -> body(user, disk, open)),
                body -> Responses.json(context, 200, body));
    }

    private Body body(String user, DiskUse disk, InMemory open) {
        List<Run> runs = overview.unfinished();
        List<Waiting> waiting = runs.stream()
                .flatMap(run -> waiting(run, user))
                .sorted(Comparator.comparingInt(Waiting::place))
                .toList();
        return new Body(
                VERSION,
                user,
                waiting.size(),
                running(runs).count(),
                running(runs).mapToDouble(GetServer::pace).sum(),
                Open.of(open.models()),
                On.of(open.devices()),
                new Disk(disk.bytes(), disk.runs(), kept(overview.keep())),
                allowed(overview.quota(user)),
                waiting,
                models.workers().stream().map(At::of).toList());
    }

    private static Allowed allowed(Quota quota) {
        Budget steps = quota.steps();
        return new Allowed(
                new Left(quota.waiting(), quota.waitingLeft()),
                steps == null
                        ? null
                        : new Hourly(
                                steps.perHour(), steps.left(), steps.whole().toSeconds()),
                quota.models().isEmpty() ? null : quota.models());
    }

    private static Stream<Waiting> waiting(Run run, String user) {
        Integer place = run.progress().queuePlace();
        return place == null
                ? Stream.empty()
                : Stream.of(new Waiting(place, run.user().equals(user) ? run.id() : null));
    }

    private static Stream<Run> running(List<Run> runs) {
        return runs.stream().filter(run -> run.progress().status() == Status.RUNNING);
    }

    private static double pace(Run run) {
        Double perSecond = run.progress().stepsPerSecond();
        return perSecond == null ? 0 : perSecond;
    }

    private static @Nullable Kept kept(Keep keep) {
        return keep.isEverything()
                ? null
                : new Kept(keep.bytes(), keep.age() == null ? null : keep.age().toSeconds());
    }
}
