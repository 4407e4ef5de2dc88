package dev.demist.webui.toy;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** One socket: the runs it watches, and how many previews of each it can take. It lives on the event loop. */
final class ToyViewer {

    private static final class Watch {
        private final int number;
        private int credit;
        private int shown;

        private Watch(int number) {
            this.number = number;
        }
    }

    private final ToyRuns runs;
    private final ServerWebSocket socket;
    private final ToyDemand demand;
    private final Map<String, Watch> watches = new HashMap<>();
    private boolean watchesQueue;
    private int watchNumbers;

    ToyViewer(ToyRuns runs, ServerWebSocket socket, ToyDemand demand) {
        this.runs = runs;
        this.socket = socket;
        this.demand = demand;
        socket.textMessageHandler(text -> receive(new JsonObject(text)));
        runs.onChange(this::changed);
    }

    void close() {
        socket.close();
    }

    private void receive(JsonObject message) {
        String id = message.getString("run", "");
        switch (message.getString("type")) {
            case "watch" -> {
                demand.asked(message.getString("preview", "linear"));
                watch(id);
                credit(id, message.getInteger("credit", 0));
            }
            case "credit" -> credit(id, message.getInteger("n"));
            case "unwatch" -> watches.remove(id);
            case "watch-queue" -> watchesQueue = true;
            default -> socket.close((short) 1008, "unknown type");
        }
    }

    private void watch(String id) {
        runs.find(id).ifPresent(run -> {
            Watch watch = new Watch(++watchNumbers);
            watches.put(id, watch);
            send(new JsonObject()
                    .put("type", "snapshot")
                    .put("run", run.json())
                    .put("watch", watch.number)
                    .put("seq", run.sequence));
        });
    }

    private void credit(String id, int n) {
        Watch watch = watches.get(id);
        if (watch != null) {
            watch.credit += n;
            demand.granted(watch.credit);
            runs.find(id).ifPresent(run -> preview(run, watch));
        }
    }

    private void changed(ToyRun run) {
        Watch watch = watches.get(run.id);
        if (watch != null) {
            preview(run, watch);
            send(news(run));
        }
        if (watchesQueue) {
            send(runs.queue());
        }
    }

    private void preview(ToyRun run, Watch watch) {
        if (watch.credit > 0 && run.step > watch.shown && !socket.isClosed()) {
            watch.credit--;
            watch.shown = run.step;
            demand.previewed();
            socket.writeBinaryMessage(run.frame(watch.number));
        }
    }

    private static JsonObject news(ToyRun run) {
        JsonObject about = new JsonObject().put("run", run.id).put("seq", run.sequence);
        return switch (run.status) {
            case "done" -> about.put("type", "done");
            case "failed" -> about.put("type", "failed").mergeIn(run.failure());
            default -> about.put("type", "state").mergeIn(run.progress());
        };
    }

    private void send(JsonObject message) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(message.encode());
        }
    }
}
