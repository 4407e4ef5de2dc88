package dev.demist.server.cli;

import dev.demist.ComputeDevice;
import dev.demist.DeviceUse;
import dev.demist.engine.Engine;
import dev.demist.internal.ByteSize;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code demist devices}. */
@Command(
        name = "devices",
        description =
                "Lists the devices on which networks can compute, with their memory, and marks those that these options"
                        + " choose.",
        mixinStandardHelpOptions = true)
final class DevicesCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private EngineOptions options = new EngineOptions();

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (Engine engine = options.engine()) {
            List<DeviceUse> chosen = engine.deviceUse();
            for (ComputeDevice device : engine.devices()) {
                String use = use(chosen, device);
                String mark = use.isEmpty() ? " " : "*";
                out.println(String.format("%s %-8s %s%s", mark, device, engine.describe(device), use));
            }
        }
        return 0;
    }

    private static String use(List<DeviceUse> chosen, ComputeDevice device) {
        return chosen.stream()
                .filter(use -> use.device().equals(device))
                .map(use -> use.budget() == 0
                        ? ", weights without a bound"
                        : ", " + ByteSize.text(use.budget()) + " for weights")
                .collect(Collectors.joining());
    }
}
