package dev.demist.server.cli;

import dev.demist.DemistException;
import dev.demist.ModelInfo;
import dev.demist.Models;
import dev.demist.Preset;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code demist models}. */
@Command(name = "models", description = "Lists the models that can be asked for.", mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {

    private final ModelsFactory factory;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    ModelsCommand(ModelsFactory factory) {
        this.factory = factory;
    }

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (Models models = factory.start(engine)) {
            models.names().forEach(name -> out.println(line(models, name)));
        }
        return 0;
    }

    private static String line(Models models, String name) {
        try {
            ModelInfo info = models.info(name);
            String line = String.format(
                    "%-24s %s, %dx%d, %d %s of %s, %s",
                    name,
                    info.kind(),
                    info.width(),
                    info.height(),
                    info.steps(),
                    info.steps() == 1 ? "step" : "steps",
                    info.scheduler(),
                    wishes(info));
            Preset preset = info.preset();
            return preset == null ? line : line + ", preset " + preset.name() + " by " + preset.reason();
        } catch (DemistException e) {
            return String.format("%-24s cannot be opened: %s", name, e.getMessage());
        }
    }

    private static String wishes(ModelInfo info) {
        String guidance = info.takesGuidance() ? "guidance " + info.guidance() : "no guidance";
        return info.references() == 0 ? guidance : guidance + ", edits up to " + info.references() + " pictures";
    }
}
