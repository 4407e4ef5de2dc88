package dev.demist.engine.bench;

import dev.demist.LatentState;
import dev.demist.ResolvedRequest;
import dev.demist.engine.internal.batch.BatchLimit;
import dev.demist.scheduler.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Users with mixed requests on the default model: image-steps a second together, as a ratio to one run at a time just
 * before and after, by the clock and by the processor's time (which a busy machine disturbs less); Jain's index of the
 * rows that each user got, the lowest of all windows of 5 s; and how many of the pictures differ from those of the same
 * requests run alone. One JSON line for each limit of rows.
 *
 * <p>Arguments: seconds of each measurement (20), users (16), runs that each user has under way (4), threads (one for
 * each processor).
 */
public final class ManyUsersBenchmark {

    private static final Logger LOG = LoggerFactory.getLogger(ManyUsersBenchmark.class);
    private static final int REQUESTS = 40;

    /** Steps that are enough for each request to have run alone once. */
    private static final int TWIN_STEPS = 800;

    private static final List<BatchLimit> LIMITS = List.of(
            BatchLimit.DEFAULT,
            new BatchLimit(1, 1),
            new BatchLimit(4, 4),
            new BatchLimit(8, 8),
            new BatchLimit(16, 16),
            new BatchLimit(32, 32));

    private final ConcurrentMap<Integer, Tensor> twins = new ConcurrentHashMap<>();
    private final Duration duration;
    private final int users;
    private final int parallel;
    private final int threads;

    private ManyUsersBenchmark(Duration duration, int users, int parallel, int threads) {
        this.duration = duration;
        this.users = users;
        this.parallel = parallel;
        this.threads = threads;
    }

    public static void main(String[] arguments) throws IOException {
        new ManyUsersBenchmark(
                        Duration.ofSeconds(argument(arguments, 0, 20)),
                        argument(arguments, 1, 16),
                        argument(arguments, 2, 4),
                        argument(arguments, 3, Runtime.getRuntime().availableProcessors()))
                .measure(Files.createTempDirectory("demist"));
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private void measure(Path cache) {
        for (BatchLimit limit : LIMITS) {
            try (OpenModel model = OpenModel.open(cache, limit, threads)) {
                List<ResolvedRequest> requests = Users.requests(model.pipeline(), REQUESTS);
                alone(model, requests).take(TWIN_STEPS).blockLast();
                Rate before = Rate.of(() -> aloneFor(model, requests, duration.dividedBy(2)));
                Service service = new Service(duration.toSeconds());
                AtomicInteger pictures = new AtomicInteger();
                AtomicInteger different = new AtomicInteger();
                Rate together = Rate.of(() -> {
                    together(model, requests, service, pictures, different).block();
                    return service.steps();
                });
                Rate after = Rate.of(() -> aloneFor(model, requests, duration.dividedBy(2)));
                Rate alone = before.plus(after);
                LOG.warn(String.format(
                        Locale.ROOT,
                        "{\"rows\": \"%d-%d\", \"alone_per_s\": %.1f, \"together_per_s\": %.1f, \"ratio\": %.2f,"
                                + " \"processor_ratio\": %.2f, \"jain\": %.3f, \"pictures\": %d, \"different\": %d}",
                        limit.floor(),
                        limit.ceiling(),
                        alone.perSecond(),
                        together.perSecond(),
                        together.perSecond() / alone.perSecond(),
                        together.perProcessorSecond() / alone.perProcessorSecond(),
                        service.lowestJain(),
                        pictures.get(),
                        different.get()));
            }
        }
    }

    private long aloneFor(OpenModel model, List<ResolvedRequest> requests, Duration time) {
        Long steps =
                alone(model, requests).takeUntilOther(Mono.delay(time)).count().block();
        return steps == null ? 0 : steps;
    }

    /** One run after the other, for ever; the last states are kept as twins. */
    private Flux<LatentState> alone(OpenModel model, List<ResolvedRequest> requests) {
        return Flux.range(0, REQUESTS)
                .concatMap(i ->
                        Users.states(model.pipeline(), requests.get(i), "alone").doOnNext(state -> remember(i, state)))
                .repeat();
    }

    private void remember(int request, LatentState state) {
        if (state.isLast()) {
            twins.put(request, state.scheduler().sample());
        }
    }

    private Mono<Void> together(
            OpenModel model,
            List<ResolvedRequest> requests,
            Service service,
            AtomicInteger pictures,
            AtomicInteger different) {
        List<Flux<LatentState>> all = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            int first = user * 7;
            String name = "user" + user;
            all.add(Flux.range(0, Integer.MAX_VALUE)
                    .flatMap(
                            run -> {
                                int i = (first + run) % REQUESTS;
                                ResolvedRequest request = requests.get(i);
                                return Users.states(model.pipeline(), request, name)
                                        .doOnNext(state -> {
                                            service.served(name, Users.rows(request));
                                            Tensor twin = twins.get(i);
                                            if (state.isLast() && twin != null) {
                                                pictures.incrementAndGet();
                                                different.addAndGet(
                                                        twin.equals(state.scheduler()
                                                                        .sample())
                                                                ? 0
                                                                : 1);
                                            }
                                        });
                            },
                            parallel,
                            1));
        }
        return Flux.merge(all.toArray(Flux[]::new))
                .takeUntilOther(Mono.delay(duration))
                .then();
    }
}
