package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.GenerationRequest;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.SchedulerChoice;
import dev.demist.engine.internal.plugin.PluginJar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scheduler of {@code examples/}, dropped as a jar into a plug-in folder, makes a picture with a real model. */
final class PluginPictureTest {

    private static final Path EXAMPLE = Path.of(System.getProperty("demist.root"), "examples/gradient-estimation");

    @TempDir
    static Path work;

    @Test
    void aJarInThePluginFolderMakesAPicture() throws IOException {
        Path plugins = Files.createDirectory(work.resolve("plugins"));
        PluginJar.build(EXAMPLE, work.resolve("scheduler.jar"));
        Files.move(work.resolve("scheduler.jar"), plugins.resolve("scheduler.jar"));
        try (Engine engine = Engine.builder()
                        .plugins(plugins)
                        .cache(work.resolve("cache"))
                        .start();
                Pipeline pipeline = engine.open("emoji")) {
            Picture leaning = picture(pipeline, Map.of());
            Picture euler = picture(pipeline, Map.of("gamma", 1));
            var image = ImageIO.read(new ByteArrayInputStream(leaning.png(Map.of())));
            int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
            assertThat(image.getWidth()).isEqualTo(leaning.width());
            assertThat(Arrays.stream(pixels).distinct().count()).as("colours").isGreaterThan(100);
            assertThat(leaning.png(Map.of())).as("its option counts").isNotEqualTo(euler.png(Map.of()));
        }
    }

    private static Picture picture(Pipeline pipeline, Map<String, Object> options) {
        GenerationRequest request = GenerationRequest.builder("a red apple")
                .scheduler(new SchedulerChoice("gradient-estimation", options))
                .steps(6)
                .seed(42L)
                .build();
        return pipeline.denoise(request).last().flatMap(pipeline::decode).block();
    }
}
