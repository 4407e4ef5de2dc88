package dev.demist.engine.internal.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerProvider;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.scheduler.tck.TorchNoise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a scheduler made outside works as a jar in a plug-in folder. */
class ExamplePluginTest {

    private static final Path EXAMPLE =
            Path.of(System.getProperty("demist.root", ".."), "examples/gradient-estimation");

    @Test
    void isFoundAfterTheBuiltInOnesAndSamples(@TempDir Path work) throws IOException {
        Path plugins = Files.createDirectory(work.resolve("plugins"));
        PluginJar.build(EXAMPLE, work.resolve("plugin.jar"));
        Files.move(work.resolve("plugin.jar"), plugins.resolve("plugin.jar"));
        SchedulerRegistry registry = SchedulerRegistry.load(getClass().getClassLoader(), plugins);
        assertThat(registry.names()).contains("unipc").endsWith("gradient-estimation");

        SchedulerProvider found = registry.find("gradient-estimation").orElseThrow();
        assertThat(found.getClass().getClassLoader()).isNotSameAs(getClass().getClassLoader());
        SchedulerPlan plan = found.create(SchedulerConfig.of(Map.of())).plan(12);
        SchedulerState state = plan.start(new TorchNoise(1).normal(0, 1, 4, 8, 8));
        while (state.call() < plan.calls()) {
            Tensor output = plan.modelInput(state).times(0.9);
            state = plan.advance(state, output, new TorchNoise(2));
        }
        assertThat(state.sample().isFinite()).isTrue();
    }
}
