package dev.demist.server.cli;

import dev.demist.Checkpoint;
import dev.demist.CheckpointInfo;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.NetworkPlacement;
import dev.demist.PartInfo;
import dev.demist.engine.Engine;
import dev.demist.internal.StrictJson;
import java.io.PrintWriter;
import java.util.List;
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
        description = "Shows the parts of a checkpoint: classes, sizes, number formats, configurations; and on which"
                + " device each of its networks would compute with these options.",
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
            Checkpoint checkpoint = options.checkpoint(engine, model);
            CheckpointInfo info = engine.inspect(checkpoint);
            out.println(info.kind());
            Optional.ofNullable(info.preset())
                    .ifPresent(preset -> out.println("preset " + preset.name() + " by " + preset.reason()));
            info.parts().forEach(part -> print(part, out));
            if (info.parts().size() > 1) {
                out.println(megabytes(info.bytes()) + " of weights in all");
            }
            printPlacement(engine, checkpoint, out);
        }
        return 0;
    }

    /** What cannot be drawn with is shown all the same; what is too large for the devices is an error. */
    private static void printPlacement(Engine engine, Checkpoint checkpoint, PrintWriter out) {
        try {
            List<NetworkPlacement> networks = engine.placement(checkpoint);
            if (!networks.isEmpty()) {
                new PlacementTable(networks, engine.deviceUse()).print(out);
            }
        } catch (DemistException e) {
            if (e.code() == ErrorCode.OUT_OF_MEMORY) {
                throw e;
            }
            out.println("It cannot be drawn with: " + e.getMessage());
        }
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
