package dev.demist.engine.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each user got, and when. Thread-safe. */
final class Service {

    private static final long WINDOW_SECONDS = 5;
    private static final double NANOS = 1e9;

    private record Served(double second, String user, int rows) {}

    private final List<Served> served = new ArrayList<>();
    private final long start = System.nanoTime();
    private final double duration;

    Service(double duration) {
        this.duration = duration;
    }

    synchronized void served(String user, int rows) {
        served.add(new Served((System.nanoTime() - start) / NANOS, user, rows));
    }

    synchronized int steps() {
        return served.size();
    }

    /** The lowest index of all windows, one beginning with each second. */
    synchronized double lowestJain() {
        double lowest = 1;
        for (int from = 1; from + WINDOW_SECONDS <= duration; from++) {
            lowest = Math.min(lowest, jain(from, from + WINDOW_SECONDS));
        }
        return lowest;
    }

    /** Jain's index of the rows: 1 if all got the same, 1 / n if one got all. */
    private double jain(double from, double to) {
        Map<String, Integer> rows = new HashMap<>();
        served.forEach(it -> rows.merge(it.user, it.second >= from && it.second < to ? it.rows : 0, Integer::sum));
        double sum = rows.values().stream().mapToInt(it -> it).sum();
        double squares =
                rows.values().stream().mapToDouble(it -> it * (double) it).sum();
        return sum * sum / (rows.size() * squares);
    }
}
