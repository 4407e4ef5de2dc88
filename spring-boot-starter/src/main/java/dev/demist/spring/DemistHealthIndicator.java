package dev.demist.spring;

import dev.demist.engine.Engine;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up once the default model can be read; says which models are open. Draws nothing. */
final class DemistHealthIndicator extends AbstractHealthIndicator {

    private final Engine engine;
    private final Pipelines pipelines;
    private final @Nullable String model;

    DemistHealthIndicator(Engine engine, Pipelines pipelines, @Nullable String model) {
        super("the default model cannot be read");
        this.engine = engine;
        this.pipelines = pipelines;
        this.model = model;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.up().withDetail("model", pipelines.get(model).info().name()).withDetail("open", engine.openModels());
    }
}
