package dev.demist.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Models;
import dev.demist.Precision;
import dev.demist.engine.Engine;
import dev.demist.server.models.EngineModels;
import dev.demist.server.models.OpeningFeed;
import dev.demist.server.testing.TestServer;
import dev.demist.server.testing.Viewer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.blockhound.BlockHound;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** From the request to the last preview, no event loop and no thread of Reactor's parallel scheduler ever blocks. */
final class NothingBlocksTest {

    private static final Queue<String> BLOCKED = new ConcurrentLinkedQueue<>();

    @TempDir
    static Path cache;

    @BeforeAll
    static void watch() {
        BlockHound.install(builder -> builder.nonBlockingThreadPredicate(
                        known -> known.or(thread -> thread.getName().startsWith("vert.x-eventloop-thread")))
                .blockingMethodCallback(
                        method -> BLOCKED.add(Thread.currentThread().getName() + ": " + method
                                + Arrays.stream(Thread.currentThread().getStackTrace())
                                        .map(frame -> "\n    at " + frame)
                                        .collect(Collectors.joining()))));
    }

    @BeforeEach
    void forget() {
        BLOCKED.clear();
    }

    @Test
    void theControlIsCaught() {
        Mono.fromRunnable(NothingBlocksTest::sleep)
                .subscribeOn(Schedulers.parallel())
                .block();
        assertThat(BLOCKED).isNotEmpty();
    }

    private static void sleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aRunWithAViewerBlocksNowhere() {
        Models models = EngineModels.byName(
                Engine.builder()
                        .cache(cache)
                        .precision(Precision.FLOAT32)
                        .threads(1)
                        .start(),
                new OpeningFeed());
        try (TestServer server = new TestServer(models)) {
            String id =
                    server.create("{\"prompt\": \"a red apple\", \"steps\": 3, \"scheduler\": {\"name\": \"ddim\"}}");
            Viewer viewer = server.viewer();
            viewer.watch(id);
            viewer.credit(id, 4);
            viewer.awaitDone();
            assertThat(viewer.frame().length()).isPositive();
            assertThat(server.get("/api/v1/runs/" + id + "/image.png").statusCode())
                    .isEqualTo(200);
            assertThat(server.get("/api/v1/runs/" + id + "/states/1.jpg").statusCode())
                    .isEqualTo(200);
        }
        assertThat(BLOCKED).isEmpty();
    }
}
