package dev.demist.server.testing;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.ModelInfo;
import dev.demist.Pipeline;
import dev.demist.scheduler.SchedulerRegistry;
import dev.demist.server.run.Models;
import java.util.List;

/** Two models: "fake" takes a prompt, "plain" does not. */
public final class FakeModels implements Models {

    public final FakePipeline fake = new FakePipeline("fake", true);
    public final FakePipeline plain = new FakePipeline("plain", false);

    @Override
    public List<String> names() {
        return List.of("fake", "plain");
    }

    @Override
    public ModelInfo info(String name) {
        return open(name).info();
    }

    @Override
    public Pipeline open(String name) {
        return switch (name) {
            case "fake" -> fake;
            case "plain" -> plain;
            default ->
                throw new DemistException(
                        ErrorCode.UNKNOWN_MODEL,
                        "model: " + name + " is not known; known: " + String.join(", ", names()));
        };
    }

    @Override
    public void warmUp(String name) {
        open(name);
    }

    @Override
    public SchedulerRegistry schedulers() {
        return SchedulerRegistry.load(FakeModels.class.getClassLoader());
    }

    @Override
    public void close() {
        fake.close();
        plain.close();
    }
}
