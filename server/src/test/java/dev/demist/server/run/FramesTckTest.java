package dev.demist.server.run;

import dev.demist.PreviewQuality;
import dev.demist.server.testing.FakeModels;
import dev.demist.server.testing.MemoryStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import reactor.core.publisher.Mono;

/** The Reactive Streams rules, for the previews of a run. */
public final class FramesTckTest extends PublisherVerification<Frame> {

    private static final String ME = "me";

    private final FakeModels models = new FakeModels();
    private final RunService runs = new RunService(
            models, new MemoryStore(), Limits.DEFAULT, InstantSource.system(), new SimpleMeterRegistry());
    private final String ended = ended();

    /** Waits 500 ms for what must come, 50 ms for what must not. */
    public FramesTckTest() {
        super(new TestEnvironment(500, 50));
    }

    private String ended() {
        byte[] body = "{\"prompt\": \"x\", \"steps\": 2}".getBytes(StandardCharsets.UTF_8);
        return runs.accept(ME, Json.object(body))
                .flatMapMany(accepted -> runs.watch(ME, accepted.get(0).id()))
                .blockLast()
                .id();
    }

    /** Stops the service. */
    @AfterClass
    public void close() {
        runs.close();
        models.close();
    }

    @Override
    public Publisher<Frame> createPublisher(long elements) {
        return elements == 0 ? Mono.empty() : runs.frameAfter(ME, ended, 0, PreviewQuality.LINEAR);
    }

    @Override
    public Publisher<Frame> createFailedPublisher() {
        return runs.frameAfter("somebody else", ended, 0, PreviewQuality.LINEAR);
    }

    /** A credit brings one preview. */
    @Override
    public long maxElementsFromPublisher() {
        return 1;
    }
}
