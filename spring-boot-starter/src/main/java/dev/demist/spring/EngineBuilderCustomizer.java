package dev.demist.spring;

import dev.demist.engine.EngineBuilder;

/** Changes the engine's settings after the properties {@code demist.*} have been applied; for beans. */
@FunctionalInterface
public interface EngineBuilderCustomizer {

    /** Changes the settings of the engine that is to be started. */
    void customize(EngineBuilder builder);
}
