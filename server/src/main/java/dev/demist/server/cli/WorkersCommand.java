package dev.demist.server.cli;

import dev.demist.WorkerInfo;
import dev.demist.transport.nats.NatsLink;
import dev.demist.transport.nats.RemoteModels;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/** {@code demist workers}. */
@Command(
        name = "workers",
        description = "Lists the workers that are connected to a NATS, and what they do.",
        mixinStandardHelpOptions = true)
final class WorkersCommand implements Callable<Integer> {

    // Longer than a worker is silent.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private NatsOptions nats = new NatsOptions();

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (NatsLink link = nats.connect("demist-workers");
                RemoteModels models = RemoteModels.of(link)) {
            Mono.delay(PATIENCE).block();
            List<WorkerInfo> workers = models.workers().stream()
                    .sorted(Comparator.comparing(WorkerInfo::name))
                    .toList();
            String row = "%-24s %-9s %9s %9s  %-24s  %s%n";
            out.printf(row, "WORKER", "RUNS", "STEPS", "PREVIEWS", "DEVICES", "MODELS");
            workers.forEach(worker -> out.printf(
                    row,
                    worker.name(),
                    worker.running() + " of " + worker.room(),
                    worker.states(),
                    worker.previews(),
                    Budgets.text(worker.devices()),
                    worker.models().stream().map(model -> state(worker, model)).collect(Collectors.joining(", "))));
        }
        return 0;
    }

    private static String state(WorkerInfo worker, String model) {
        return model
                + (worker.open().containsKey(model) ? " (open)" : "")
                + (worker.differing().contains(model) ? " (other files)" : "");
    }
}
