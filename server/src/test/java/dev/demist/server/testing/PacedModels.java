package dev.demist.server.testing;

import dev.demist.Additions;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.ModelInfo;
import dev.demist.Models;
import dev.demist.Opening;
import dev.demist.Pipeline;
import dev.demist.scheduler.SchedulerProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import reactor.core.publisher.Flux;

/**
 * Models for clients: "quick" draws at once, "brisk" in 5 seconds and "slow" in 90, "failing" fails in its second step
 * and "dying" in its last one, after half a minute.
 */
final class PacedModels implements Models {

    private static final int STEPS = 20;

    private final Map<String, FakePipeline> pipelines = new TreeMap<>();

    PacedModels() {
        pipelines.put("quick", paced("quick", Duration.ZERO));
        pipelines.put("brisk", paced("brisk", Duration.ofSeconds(5)));
        pipelines.put("slow", paced("slow", Duration.ofSeconds(90)));
        FakePipeline editor = paced("editor", Duration.ZERO);
        editor.references = 2;
        pipelines.put("editor", editor);
        pipelines.put("failing", failing("failing", Duration.ZERO, 2));
        pipelines.put("dying", failing("dying", Duration.ofSeconds(30), STEPS));
    }

    private static FakePipeline paced(String name, Duration picture) {
        FakePipeline pipeline = new FakePipeline(name, true);
        pipeline.pace = picture.dividedBy(STEPS);
        return pipeline;
    }

    private static FakePipeline failing(String name, Duration picture, int step) {
        FakePipeline pipeline = paced(name, picture);
        pipeline.failingStep = step;
        return pipeline;
    }

    @Override
    public List<String> names() {
        return List.of("quick", "brisk", "slow", "editor", "failing", "dying");
    }

    @Override
    public ModelInfo info(String name) {
        return open(name).info();
    }

    @Override
    public Pipeline open(String name) {
        FakePipeline found = pipelines.get(name);
        if (found == null) {
            throw new DemistException(ErrorCode.UNKNOWN_MODEL, "model: " + name + " is not known; known: " + names());
        }
        return found;
    }

    @Override
    public Flux<Opening> openings() {
        return Flux.empty();
    }

    @Override
    public Map<String, Long> opened() {
        return Map.of();
    }

    @Override
    public Additions additions() {
        return new Additions(List.of("crayon"), List.of("toy"), List.of());
    }

    @Override
    public void warmUp(String name) {
        open(name);
    }

    @Override
    public List<SchedulerProvider> schedulers() {
        return ServiceLoader.load(SchedulerProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    @Override
    public void close() {
        pipelines.values().forEach(FakePipeline::close);
    }
}
