package dev.demist.spring;

import dev.demist.Pipeline;
import dev.demist.engine.Engine;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The models of an engine by name, read when they are first asked for: finding one checks the files of embedded models.
 * Their networks are opened when they are needed. Thread-safe.
 */
final class Pipelines {

    private final Engine engine;
    private final Map<String, Pipeline> read = new ConcurrentHashMap<>();

    Pipelines(Engine engine) {
        this.engine = engine;
    }

    /** The model of a name; of null the first one of the engine. Blocks; fails as {@link Engine#onDemand} does. */
    Pipeline get(@Nullable String model) {
        String name = model == null ? engine.models().get(0) : model;
        return read.computeIfAbsent(name, it -> engine.onDemand(it, engine.find(it)));
    }
}
