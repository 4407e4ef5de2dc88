package dev.demist.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.DeviceUse;
import dev.demist.engine.Engine;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

final class DemistAutoConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(DemistAutoConfiguration.class, DemistActuatorAutoConfiguration.class));

    @Test
    void oneDependencyBringsAnEngineAndAnImageModelThatStreams() {
        application.run(context -> {
            assertThat(context).hasSingleBean(Engine.class);
            assertThat(context).hasSingleBean(ImageModel.class);
            assertThat(context).hasSingleBean(StreamingImageModel.class);
        });
    }

    @Test
    void theEngineIsClosedWithTheApplication() {
        AtomicReference<Engine> engine = new AtomicReference<>();
        application.run(context -> engine.set(context.getBean(Engine.class)));
        assertThatThrownBy(() -> engine.get().open("emoji")).isInstanceOf(DemistException.class);
    }

    @Test
    void propertiesReachTheEngineAndThePictures() {
        application
                .withPropertyValues(
                        "demist.models=target",
                        "demist.threads=1",
                        "demist.precision=float32",
                        "demist.memory=1GB",
                        "demist.batch.ceiling=4",
                        "demist.image.steps=2",
                        "demist.image.preview=tiny")
                .run(context -> {
                    DemistProperties properties = context.getBean(DemistProperties.class);
                    assertThat(properties.models()).hasSize(1);
                    assertThat(properties.batch()).isEqualTo(new DemistProperties.Batch(2, 4));
                    assertThat(properties.image().steps()).isEqualTo(2);
                });
    }

    @Test
    void wrongPropertiesAreNamedWhenTheApplicationStarts() {
        application.withPropertyValues("demist.threads=0").run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContainingAll("threads: 0", "at least 1"));
    }

    @Test
    void devicesAndTheirBudgetsAreThoseOfTheEngine() {
        application
                .withPropertyValues("demist.device=cpu", "demist.memory=3GB", "demist.device-memory.cpu=2GB")
                .run(context -> assertThat(context.getBean(Engine.class).deviceUse())
                        .containsExactly(new DeviceUse(ComputeDevice.CPU, 2L << 30, Map.of())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "demist.device | gpu | device: gpu | cuda:N",
                "demist.device | cpu,auto | device: [cpu, auto] | auto stands alone",
                "demist.device-memory.gpu | 1GB | device: gpu | cuda:N",
                "demist.device-memory.cuda1 | 1GB | memory: cuda:1 | [cpu]",
                "demist.device-memory.[cuda:1] | 1GB | memory: cuda:1 | [cpu]"
            })
    void wrongDevicesAreNamedWhenTheApplicationStarts(String property, String value, String what, String why) {
        application
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("test", Map.of(property, value))))
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContainingAll(what, why));
    }

    @Test
    void aCustomizerHasTheLastWord() {
        application
                .withBean(EngineBuilderCustomizer.class, () -> builder -> builder.threads(0))
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("threads: 0"));
    }

    @Test
    void beansOfTheApplicationsOwnTakeTheirPlaces() {
        application.withUserConfiguration(Own.class).run(context -> {
            assertThat(context).getBean(Engine.class).isSameAs(context.getBean("own"));
            assertThat(context).hasSingleBean(DemistImageModel.class);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean
        Engine own() {
            return Engine.start();
        }
    }

    @Test
    void anotherProviderCanBeChosen() {
        application.withPropertyValues("spring.ai.model.image=openai").run(context -> assertThat(context)
                .doesNotHaveBean(ImageModel.class));
    }

    @Test
    void healthIsThatOfTheDefaultModel() {
        application.run(context -> assertThat(
                        context.getBean(HealthIndicator.class).health().getDetails())
                .containsEntry("model", "emoji"));
        application.withPropertyValues("demist.image.model=nope").run(context -> {
            var health = context.getBean(HealthIndicator.class).health();
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails().get("error")).asString().contains("nope is not known");
        });
    }

    @Test
    void healthCanBeSwitchedOff() {
        application.withPropertyValues("management.health.demist.enabled=false").run(context -> assertThat(context)
                .doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void actuatorIsNotNeeded() {
        application
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.health", "io.micrometer.core", "org.springframework.boot.actuate"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ImageModel.class));
    }

    @Test
    void picturesStepsAndMemoryAreMeasured() {
        application
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class,
                        ObservationAutoConfiguration.class))
                .withPropertyValues("demist.image.steps=2")
                .run(context -> {
                    context.getBean(ImageModel.class).call(new ImagePrompt("a red apple"));

                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(meters.get("gen_ai.client.operation")
                                    .tag("gen_ai.system", "demist")
                                    .timer()
                                    .count())
                            .isOne();
                    assertThat(meters.get("demist.step").timer().count()).isEqualTo(2);
                    assertThat(meters.get("demist.networks.open").gauge().value())
                            .isPositive();
                    assertThat(meters.get("demist.networks.size").gauge().value())
                            .isPositive();
                });
    }

    @Test
    void editorsKnowEveryProperty() throws IOException {
        try (InputStream file =
                DemistProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .contains(
                            "\"demist.models\"",
                            "\"demist.device\"",
                            "\"demist.batch.ceiling\"",
                            "\"demist.image.preview\"")
                    .contains("How closely the prompt is followed, 0 to 100.");
        }
    }
}
