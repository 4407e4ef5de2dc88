package dev.demist.server.cli;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Models;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerProvider;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code demist schedulers}. */
@Command(
        name = "schedulers",
        description = "Lists the schedulers, or the options of one.",
        mixinStandardHelpOptions = true)
final class SchedulersCommand implements Callable<Integer> {

    private final ModelsFactory factory;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A short name, or diffusers' class name.")
    private @Nullable String name;

    SchedulersCommand(ModelsFactory factory) {
        this.factory = factory;
    }

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (Models models = factory.start(engine)) {
            List<SchedulerProvider> schedulers = models.schedulers();
            if (name == null) {
                schedulers.forEach(provider -> out.println(line(provider)));
            } else {
                describe(find(schedulers, name), out);
            }
        }
        return 0;
    }

    private static SchedulerProvider find(List<SchedulerProvider> schedulers, String wanted) {
        return schedulers.stream()
                .filter(scheduler -> scheduler.name().equals(wanted)
                        || scheduler.diffusersNames().contains(wanted))
                .findFirst()
                .orElseThrow(() -> new DemistException(
                        ErrorCode.UNKNOWN_SCHEDULER,
                        "scheduler: " + wanted + " is not known; known: "
                                + schedulers.stream()
                                        .map(SchedulerProvider::name)
                                        .collect(Collectors.joining(", "))));
    }

    private static String line(SchedulerProvider provider) {
        return String.format("%-20s %s", provider.name(), provider.description());
    }

    private static void describe(SchedulerProvider provider, PrintWriter out) {
        out.println(line(provider));
        if (!provider.diffusersNames().isEmpty()) {
            out.println("In diffusers: " + String.join(", ", provider.diffusersNames()));
        }
        provider.options().forEach(option -> out.println(line(option)));
    }

    private static String line(SchedulerOption option) {
        String kind = option.allowed().isEmpty()
                ? option.type().name().toLowerCase(Locale.ROOT)
                : String.join("|", option.allowed());
        return String.format("  %-28s %s [%s, default %s]", option.name(), option.help(), kind, option.defaultValue());
    }
}
