package dev.demist.spring;

import dev.demist.engine.Engine;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up while the default model can be read; says which models are open. Reads a few small files, draws nothing. */
final class DemistHealthIndicator extends AbstractHealthIndicator {

    private final Engine engine;
    private final @Nullable String model;

    DemistHealthIndicator(Engine engine, @Nullable String model) {
        super("the default model cannot be read");
        this.engine = engine;
        this.model = model;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        String name = model == null ? engine.models().get(0) : model;
        health.up().withDetail("model", engine.info(name).name()).withDetail("open", engine.openModels());
    }
}
