package dev.demist.transport.nats;

import dev.demist.Additions;
import dev.demist.ModelInfo;
import dev.demist.WorkerInfo;
import dev.demist.scheduler.SchedulerProvider;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What all workers offer together. Immutable.
 *
 * @param models by name, those of the worker that came first before the others
 * @param room how many runs they take at a time
 */
record Fleet(
        Map<String, ModelInfo> models,
        List<SchedulerProvider> schedulers,
        Additions additions,
        Map<String, Long> open,
        int room,
        List<WorkerInfo> workers) {

    static final Fleet NONE = of(List.of());

    static Fleet of(Collection<RemoteWorker> workers) {
        List<Offer> offers = workers.stream()
                .map(RemoteWorker::offer)
                .filter(Objects::nonNull)
                .toList();
        Map<String, ModelInfo> models = new LinkedHashMap<>();
        Map<String, SchedulerProvider> schedulers = new LinkedHashMap<>();
        offers.forEach(offer -> {
            offer.models().forEach(model -> models.putIfAbsent(model.info().name(), model.info()));
            offer.schedulers().forEach(it -> schedulers.putIfAbsent(it.name(), new RemoteScheduler(it)));
        });
        Map<String, Long> open = new TreeMap<>();
        workers.forEach(worker -> worker.hello().open().forEach((name, bytes) -> open.merge(name, bytes, Long::sum)));
        return new Fleet(
                models,
                List.copyOf(schedulers.values()),
                additions(offers),
                open,
                workers.stream().mapToInt(RemoteWorker::room).sum(),
                workers.stream().map(worker -> info(worker, workers)).toList());
    }

    private static Additions additions(List<Offer> offers) {
        return new Additions(
                all(offers, Additions::loras), all(offers, Additions::embeddings), all(offers, Additions::controlNets));
    }

    private static List<String> all(List<Offer> offers, Function<Additions, List<String>> names) {
        return offers.stream()
                .flatMap(offer -> names.apply(offer.additions()).stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static WorkerInfo info(RemoteWorker worker, Collection<RemoteWorker> all) {
        Hello hello = worker.hello();
        Offer offer = worker.offer();
        Stream<String> models = offer == null
                ? Stream.empty()
                : offer.models().stream().map(model -> model.info().name());
        List<String> names = models.toList();
        List<String> differing = names.stream()
                .filter(name -> !Gateway.having(all, name).contains(worker))
                .toList();
        return new WorkerInfo(
                hello.name(),
                hello.leaving() ? 0 : hello.room(),
                hello.runs().size(),
                names,
                differing,
                hello.open(),
                hello.devices(),
                hello.states(),
                hello.previews());
    }

    List<String> names() {
        return List.copyOf(models.keySet());
    }
}
