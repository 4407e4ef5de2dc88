package dev.demist.spring;

import dev.demist.engine.Engine;
import dev.demist.engine.EngineBuilder;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * An {@link Engine}, which is closed with the application, and a {@link DemistImageModel}, which is Spring AI's
 * {@code ImageModel} and its stream. A bean of the application's own takes the place of either. Where several providers
 * of images are there, {@code spring.ai.model.image=demist} chooses this one.
 */
@AutoConfiguration(
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@EnableConfigurationProperties(DemistProperties.class)
public final class DemistAutoConfiguration {

    /** For Spring. */
    public DemistAutoConfiguration() {}

    /** The engine; starting it loads libtorch and takes about a second. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Engine demistEngine(
            DemistProperties properties,
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<EngineBuilderCustomizer> customizers) {
        EngineBuilder builder = properties.engine();
        observations.ifAvailable(builder::observations);
        customizers.orderedStream().forEach(it -> it.customize(builder));
        return builder.start();
    }

    @Bean
    Pipelines demistPipelines(Engine engine) {
        return new Pipelines(engine);
    }

    /** The image model. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = "spring.ai.model.image", havingValue = "demist", matchIfMissing = true)
    DemistImageModel demistImageModel(
            Pipelines pipelines, DemistProperties properties, ObjectProvider<ObservationRegistry> observations) {
        return new DemistImageModel(
                pipelines::get, properties.image(), observations.getIfAvailable(() -> ObservationRegistry.NOOP));
    }
}
