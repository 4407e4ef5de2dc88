package dev.demist.server.run.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.server.http.Meters;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class RunMetersTest {

    @Test
    void engineAndServerCountIntoOneRegistry() {
        PrometheusMeterRegistry registry = Meters.create();
        registry.throwExceptionOnRegistrationFailure();
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(registry));
        new RunMeters(registry).step(0.5);
        Observation.createNotStarted("demist.step", observations)
                .lowCardinalityKeyValue("scheduler", "ddim")
                .observe(() -> {});
        assertThat(registry.scrape())
                .contains("demist_runs_step_seconds_count 1", "demist_step_seconds_count{", "scheduler=\"ddim\"");
    }
}
