package dev.demist.server.testing;

import dev.demist.Additions;
import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.DeviceUse;
import dev.demist.ErrorCode;
import dev.demist.ModelInfo;
import dev.demist.Models;
import dev.demist.Opening;
import dev.demist.Pipeline;
import dev.demist.WorkerInfo;
import dev.demist.scheduler.SchedulerProvider;
import dev.demist.server.models.OpeningFeed;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;

/** Models: "fake" takes a prompt, "plain" does not, and "broken", once it is there, cannot be opened. */
public final class FakeModels implements Models {

    public final FakePipeline fake = new FakePipeline("fake", true);
    public final FakePipeline plain = new FakePipeline("plain", false);

    /** How often "fake" was opened, and what the opening waits for. */
    public final AtomicInteger openings = new AtomicInteger();

    public volatile CountDownLatch door = new CountDownLatch(0);
    public volatile boolean broken;
    public volatile List<WorkerInfo> workers = List.of();
    public final OpeningFeed news = new OpeningFeed();
    public volatile Runnable onClose = () -> {};

    @Override
    public List<String> names() {
        return broken ? List.of("fake", "broken", "plain") : List.of("fake", "plain");
    }

    @Override
    public ModelInfo info(String name) {
        return open(name).info();
    }

    @Override
    public Pipeline open(String name) {
        return switch (name) {
            case "fake" -> opening();
            case "plain" -> plain;
            case "broken" ->
                throw new DemistException(ErrorCode.CORRUPT_FILE, "broken/unet.safetensors: it ends early");
            default ->
                throw new DemistException(
                        ErrorCode.UNKNOWN_MODEL,
                        "model: " + name + " is not known; known: " + String.join(", ", names()));
        };
    }

    @Override
    public Flux<Opening> openings() {
        return news.news();
    }

    @Override
    public List<DeviceUse> devices() {
        return List.of(new DeviceUse(ComputeDevice.cuda(1), 4000, opened()));
    }

    @Override
    public List<WorkerInfo> workers() {
        return workers;
    }

    @Override
    public Map<String, Long> opened() {
        return Map.of("fake", 1000L);
    }

    private Pipeline opening() {
        try {
            door.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the opening was broken off", e);
        }
        openings.incrementAndGet();
        return fake;
    }

    @Override
    public Additions additions() {
        return new Additions(List.of("crayon", "quick-lcm"), List.of("toy"), List.of("edges"));
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
        fake.close();
        plain.close();
        onClose.run();
    }
}
