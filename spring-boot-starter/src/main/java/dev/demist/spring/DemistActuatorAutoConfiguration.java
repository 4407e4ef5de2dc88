package dev.demist.spring;

import dev.demist.engine.Engine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What Actuator tells of an {@link Engine}: its health and its memory. The steps are timed by its observations. */
@AutoConfiguration(after = DemistAutoConfiguration.class)
@ConditionalOnBean(Engine.class)
public final class DemistActuatorAutoConfiguration {

    /** For Spring. */
    public DemistActuatorAutoConfiguration() {}

    /** Health, where the application shows it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    static class Health {

        @Bean
        @ConditionalOnMissingBean(name = "demistHealthIndicator")
        @ConditionalOnEnabledHealthIndicator("demist")
        HealthIndicator demistHealthIndicator(Engine engine, Pipelines pipelines, DemistProperties properties) {
            return new DemistHealthIndicator(
                    engine, pipelines, properties.image().model());
        }
    }

    /** Meters, where the application has a registry. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class Meters {

        @Bean
        MeterBinder demistMeters(Engine engine) {
            return registry -> {
                Gauge.builder("demist.networks.open", engine, it -> it.openNetworks()
                                .size())
                        .description("Networks whose weights are in memory")
                        .register(registry);
                Gauge.builder("demist.networks.size", engine, DemistActuatorAutoConfiguration::bytes)
                        .description("About how many bytes the weights of open networks take")
                        .baseUnit("bytes")
                        .register(registry);
            };
        }
    }

    private static double bytes(Engine engine) {
        return engine.openModels().values().stream().mapToLong(Long::longValue).sum();
    }
}
