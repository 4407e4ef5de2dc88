package dev.demist.server.models;

import dev.demist.Additions;
import dev.demist.Checkpoint;
import dev.demist.ComputeDevice;
import dev.demist.DeviceUse;
import dev.demist.ModelInfo;
import dev.demist.Models;
import dev.demist.Opening;
import dev.demist.Pipeline;
import dev.demist.engine.Engine;
import dev.demist.internal.file.FileVersion;
import dev.demist.scheduler.SchedulerProvider;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;

/** The models of an {@link Engine}, each opened when it is needed. Thread-safe. */
public final class EngineModels implements Models {

    private final Engine engine;
    private final OpeningFeed openings;
    private final Function<String, Checkpoint> finder;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<FileVersion, String> fingerprints = new ConcurrentHashMap<>();

    private record Known(Checkpoint checkpoint, FileVersion version, Pipeline pipeline) {}

    private EngineModels(Engine engine, OpeningFeed openings, Function<String, Checkpoint> finder) {
        this.engine = engine;
        this.openings = openings;
        this.finder = finder;
    }

    /**
     * Models by name only, for callers that must not see other files on this disk. Closes {@code engine}, which reports
     * to {@code openings}, in the end.
     */
    public static EngineModels byName(Engine engine, OpeningFeed openings) {
        return byName(engine, openings, UnaryOperator.identity());
    }

    /** Models by name, with parts exchanged. */
    public static EngineModels byName(Engine engine, OpeningFeed openings, UnaryOperator<Checkpoint> exchange) {
        return new EngineModels(engine, openings, name -> exchange.apply(engine.find(name)));
    }

    /** Models by name or path, with parts exchanged. Closes {@code engine} in the end. */
    public static EngineModels byNameOrPath(Engine engine, UnaryOperator<Checkpoint> exchange) {
        return new EngineModels(engine, new OpeningFeed(), name -> exchange.apply(engine.checkpoint(name)));
    }

    @Override
    public List<String> names() {
        return engine.models();
    }

    @Override
    public ModelInfo info(String name) {
        return open(name).info();
    }

    @Override
    public Pipeline open(String name) {
        return known(name).pipeline();
    }

    private Known known(String name) {
        return known.compute(name, (it, last) -> last != null && last.version().isCurrent() ? last : find(it));
    }

    @Override
    public String fingerprint(String name) {
        Known model = known(name);
        return fingerprints.computeIfAbsent(model.version(), version -> Fingerprint.of(model.checkpoint()));
    }

    @Override
    public void warmUp(String name) {
        engine.open(name, finder.apply(name)).close();
    }

    @Override
    public Flux<Opening> openings() {
        return openings.news();
    }

    @Override
    public Map<String, Long> opened() {
        return engine.openModels();
    }

    @Override
    public List<DeviceUse> devices() {
        return engine.deviceUse();
    }

    @Override
    public Map<ComputeDevice, Long> weights() {
        return engine.weights();
    }

    private Known find(String name) {
        Checkpoint checkpoint = finder.apply(name);
        FileVersion version = FileVersion.of(checkpoint);
        return new Known(checkpoint, version, engine.onDemand(name, checkpoint));
    }

    @Override
    public Additions additions() {
        return engine.additions();
    }

    @Override
    public List<SchedulerProvider> schedulers() {
        return engine.schedulers();
    }

    @Override
    public void close() {
        engine.close();
    }
}
