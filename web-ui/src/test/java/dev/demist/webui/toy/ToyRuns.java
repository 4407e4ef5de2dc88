package dev.demist.webui.toy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** The toy's runs, one of which goes on at a time, a step per tick. It lives on the event loop. */
final class ToyRuns {

    private final Vertx vertx;
    private final long tickMillis;
    private final Map<String, ToyRun> runs = new LinkedHashMap<>();
    private final List<Consumer<ToyRun>> listeners = new ArrayList<>();
    private final Random seeds = new Random(1);
    private boolean ticking;
    private volatile int lastStep = Integer.MAX_VALUE;

    ToyRuns(Vertx vertx, long tickMillis) {
        this.vertx = vertx;
        this.tickMillis = tickMillis;
    }

    void onChange(Consumer<ToyRun> listener) {
        listeners.add(listener);
    }

    Optional<ToyRun> find(String id) {
        return Optional.ofNullable(runs.get(id));
    }

    void remove(String id) {
        runs.remove(id);
    }

    JsonArray create(JsonObject body) {
        JsonArray created = new JsonArray();
        long seed = body.getLong("seed", (long) seeds.nextInt(1 << 30));
        for (int i = 0; i < body.getInteger("count", 1); i++) {
            JsonObject request = body.copy().put("seed", seed + i).put("count", 1);
            ToyRun run = new ToyRun("01J" + String.format("%023d", runs.size() + 1), request);
            runs.put(run.id, run);
            line();
            created.add(run.json());
        }
        tick();
        return created;
    }

    JsonArray newestFirst(int limit) {
        List<ToyRun> all = new ArrayList<>(runs.values());
        JsonArray page = new JsonArray();
        for (int i = all.size() - 1; i >= 0 && page.size() < limit; i--) {
            page.add(all.get(i).json());
        }
        return page;
    }

    JsonObject queue() {
        return new JsonObject()
                .put("type", "queue")
                .put("length", count("queued"))
                .put("running", count("running"));
    }

    void move(ToyRun run, String status) {
        if (run.active()) {
            run.status = status;
            changed(run);
            tick();
        }
    }

    private long count(String status) {
        return runs.values().stream().filter(run -> run.status.equals(status)).count();
    }

    private void tick() {
        if (!ticking) {
            ticking = true;
            vertx.setTimer(tickMillis, timer -> step());
        }
    }

    /** Lets no run go beyond {@code step} from now on. */
    void holdAt(int step) {
        lastStep = step;
    }

    private void step() {
        ticking = false;
        next().ifPresent(this::step);
    }

    private void step(ToyRun run) {
        if (run.step < lastStep) {
            run.status = "running";
            run.step++;
            if (run.mustFail()) {
                run.status = "failed";
            } else if (run.step >= run.steps) {
                run.status = "done";
            }
            changed(run);
        }
        tick();
    }

    private Optional<ToyRun> next() {
        return runs.values().stream()
                .filter(run -> run.status.equals("running"))
                .findFirst()
                .or(() -> runs.values().stream()
                        .filter(run -> run.status.equals("queued"))
                        .findFirst());
    }

    private void changed(ToyRun run) {
        line();
        run.sequence++;
        List.copyOf(listeners).forEach(listener -> listener.accept(run));
    }

    private void line() {
        int place = 1;
        for (ToyRun run : runs.values()) {
            if (run.status.equals("queued")) {
                run.queuePlace = place++;
            }
        }
    }
}
