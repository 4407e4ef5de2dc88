package dev.demist.engine.bench;

import dev.demist.LatentState;
import dev.demist.engine.internal.batch.BatchLimit;
import dev.demist.engine.internal.runtime.NativeArrays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Many runs of which a tenth is cancelled at a random step, several at a time; after each round: native arrays, memory
 * of the process, heap in use, threads. What grows is told as a slope.
 *
 * <p>Arguments: runs (1000), and {@code leak} to lose an array of 1 MiB with each run: the control.
 */
public final class Soak {

    private static final Logger LOG = LoggerFactory.getLogger(Soak.class);
    private static final int ROUND = 50;
    private static final int PARALLEL = 8;
    private static final int MIB_OF_FLOATS = 1 << 18;

    /** What is held after a round. */
    record Held(long runs, long arrays, long residentKib, long heapKib, long threads) {}

    private final OpenModel model;
    private final boolean leaking;
    private final Random random = new Random(7);

    Soak(OpenModel model, boolean leaking) {
        this.model = model;
        this.leaking = leaking;
    }

    public static void main(String[] arguments) throws IOException {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        boolean leaking = arguments.length > 1 && arguments[1].equals("leak");
        try (OpenModel model = OpenModel.open(Files.createTempDirectory("demist"), BatchLimit.DEFAULT, 1)) {
            List<Held> rounds = new Soak(model, leaking).rounds(runs / ROUND, ROUND);
            List<Held> later = rounds.subList(rounds.size() / 4, rounds.size());
            LOG.warn(String.format(
                    Locale.ROOT,
                    "{\"runs\": %d, \"leaking\": %b, \"arrays_per_1000_runs\": %.1f, \"kib_per_1000_runs\": %.0f,"
                            + " \"heap_kib_per_1000_runs\": %.0f, \"threads\": \"%d to %d\", \"mib_by_round\": %s}",
                    runs,
                    leaking,
                    1000 * slope(later, Held::arrays),
                    1000 * slope(later, Held::residentKib),
                    1000 * slope(later, Held::heapKib),
                    later.get(0).threads(),
                    later.get(later.size() - 1).threads(),
                    rounds.stream().map(round -> round.residentKib() >> 10).toList()));
        }
    }

    /** So many rounds of so many runs each. */
    List<Held> rounds(int rounds, int runs) {
        List<Held> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            int first = round * runs;
            Flux.range(first, runs).flatMap(this::run, PARALLEL).then().block();
            all.add(held(first + runs));
            LOG.info("{}", all.get(round));
        }
        return all;
    }

    private Mono<LatentState> run(int i) {
        if (leaking) {
            NativeArrays.leak(model.device(), MIB_OF_FLOATS);
        }
        Flux<LatentState> states =
                Users.states(model.pipeline(), Users.request(model.pipeline(), i), "user" + i % PARALLEL);
        return i % 10 == 0
                ? states.take(1 + random.nextInt(6)).last()
                : states.last().flatMap(last -> model.pipeline().decode(last).thenReturn(last));
    }

    private Held held(long runs) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return new Held(
                runs,
                model.arrays(),
                residentKib(),
                (runtime.totalMemory() - runtime.freeMemory()) >> 10,
                Thread.getAllStackTraces().size());
    }

    /** Memory of the process; 0 where there is no /proc. */
    private static long residentKib() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException notLinux) {
            return 0;
        }
    }

    /** The slope of the least-squares line through {@code what} over the runs. */
    static double slope(List<Held> rounds, ToLongFunction<Held> what) {
        double runs = rounds.stream().mapToLong(Held::runs).average().orElseThrow();
        double mean = rounds.stream().mapToLong(what).average().orElseThrow();
        double together = rounds.stream()
                .mapToDouble(it -> (it.runs - runs) * (what.applyAsLong(it) - mean))
                .sum();
        double squares =
                rounds.stream().mapToDouble(it -> Math.pow(it.runs - runs, 2)).sum();
        return together / squares;
    }
}
