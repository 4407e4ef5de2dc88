package dev.demist.server.run.service;

import dev.demist.server.run.request.Limits;
import dev.demist.server.testing.Bodies;
import dev.demist.server.testing.FakeModels;
import dev.demist.server.testing.MemoryStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import reactor.core.publisher.Flux;

/** The Reactive Streams rules, for what there is to see of a run that has ended. */
abstract class EndedRunVerification<T> extends PublisherVerification<T> {

    static final String ME = "me";

    private final FakeModels models = new FakeModels();
    final RunService runs = new RunService(
            models, new MemoryStore(), Limits.DEFAULT, InstantSource.system(), new SimpleMeterRegistry());
    final String ended = ended();

    /** Waits 500 ms for what must come, 50 ms for what must not. */
    EndedRunVerification() {
        super(new TestEnvironment(500, 50));
    }

    private String ended() {
        return Bodies.accept(runs, ME, "{\"prompt\": \"x\", \"steps\": 2}")
                .flatMapMany(accepted -> runs.views().watch(ME, accepted.get(0).id()))
                .blockLast()
                .id();
    }

    /** Stops the service. */
    @AfterClass
    public void close() {
        runs.close();
        models.close();
    }

    /** What {@code user} sees of it: one value, or the error that there is no such run. */
    abstract Publisher<T> seenBy(String user);

    @Override
    public Publisher<T> createPublisher(long elements) {
        return elements == 0 ? Flux.empty() : seenBy(ME);
    }

    @Override
    public Publisher<T> createFailedPublisher() {
        return seenBy("somebody else");
    }

    /** How often a run that goes on changes is not for a viewer to say; one that has ended is told of once. */
    @Override
    public long maxElementsFromPublisher() {
        return 1;
    }
}
