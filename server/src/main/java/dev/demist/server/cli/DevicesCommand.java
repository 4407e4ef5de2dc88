package dev.demist.server.cli;

import dev.demist.ComputeDevice;
import dev.demist.engine.Engine;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code demist devices}. */
@Command(
        name = "devices",
        description = "Lists the devices on which networks can compute; '*' is the one that these options choose.",
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
            for (ComputeDevice device : engine.devices()) {
                out.println((device.equals(engine.device()) ? "* " : "  ") + device);
            }
        }
        return 0;
    }
}
