package dev.demist.server.run;

import dev.demist.ModelInfo;
import dev.demist.Pipeline;
import dev.demist.engine.Engine;
import dev.demist.scheduler.SchedulerRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The models of an {@link Engine}, each opened when it is first asked for. Thread-safe. */
public final class EngineModels implements Models {

    private final Engine engine;
    private final Map<String, Pipeline> open = new ConcurrentHashMap<>();

    /** Takes over {@code engine} and closes it in the end. */
    public EngineModels(Engine engine) {
        this.engine = engine;
    }

    @Override
    public List<String> names() {
        return engine.models();
    }

    @Override
    public ModelInfo info(String name) {
        return engine.info(name);
    }

    @Override
    public Pipeline open(String name) {
        return open.computeIfAbsent(name, engine::open);
    }

    @Override
    public List<String> loras() {
        return engine.loras();
    }

    @Override
    public SchedulerRegistry schedulers() {
        return engine.schedulers();
    }

    @Override
    public void close() {
        open.values().forEach(Pipeline::close);
        engine.close();
    }
}
