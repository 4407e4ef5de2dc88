package dev.demist.server.cli;

import dev.demist.CheckpointInfo;
import dev.demist.PartInfo;
import dev.demist.engine.Engine;
import dev.demist.internal.StrictJson;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code demist inspect}. */
@Command(
        name = "inspect",
        description = "Shows the parts of a checkpoint: classes, sizes, number formats, configurations.",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private EngineOptions options = new EngineOptions();

    @Parameters(
            paramLabel = "MODEL",
            description = "A model's name, org/name of a pulled repository, a folder, or a weight file of any kind.")
    private String model = "";

    @Option(names = "--config", description = "Print the configurations too.")
    private boolean config;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (Engine engine = options.engine()) {
            CheckpointInfo info = engine.inspect(options.checkpoint(engine, model));
            out.println(info.kind());
            Optional.ofNullable(info.preset())
                    .ifPresent(preset -> out.println("preset " + preset.name() + " by " + preset.reason()));
            info.parts().forEach(part -> print(part, out));
            if (info.parts().size() > 1) {
                out.println(megabytes(info.bytes()) + " of weights in all");
            }
        }
        return 0;
    }

    private void print(PartInfo part, PrintWriter out) {
        String elements = part.elements().entrySet().stream()
                .map(entry -> count(entry.getValue()) + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        String size = part.bytes() == 0 ? "" : megabytes(part.bytes()) + ", " + elements;
        out.println(String.format("%-16s %-28s %s", part.name(), part.className(), size)
                .stripTrailing());
        out.println("  " + part.place());
        if (config || part.className().isEmpty()) {
            part.settings().forEach((key, value) -> out.println("    " + key + ": " + StrictJson.write(value)));
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static String count(long elements) {
        return elements < 1_000_000
                ? Long.toString(elements)
                : String.format(Locale.ROOT, "%.1f million", elements / 1e6);
    }
}
