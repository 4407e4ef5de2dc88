package dev.demist.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.server.testing.TestServer;
import dev.demist.server.testing.Viewer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A viewer that stops taking costs the others nothing and the server no memory. */
class StalledViewerTest {

    private static final int STEPS = 300;

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Viewer watching(String id) {
        Viewer viewer = server.viewer();
        viewer.watchLinear(id);
        viewer.message("snapshot");
        return viewer;
    }

    @Test
    void sevenGetEveryPreviewWhileOneNeverGivesCredit() {
        server.models.fake.allow(0);
        String id = server.create("{\"prompt\": \"x\", \"steps\": " + STEPS + "}");
        Viewer stalled = watching(id);
        List<Viewer> seven = Stream.generate(() -> watching(id)).limit(7).toList();
        for (int step = 1; step <= STEPS; step++) {
            seven.forEach(viewer -> viewer.credit(id, 1));
            server.models.fake.allow(step);
            for (Viewer viewer : seven) {
                assertThat(Viewer.step(viewer.frame())).isEqualTo(step);
            }
        }
        seven.forEach(viewer -> viewer.message("done"));
        assertThat(stalled.frames).isEmpty();
        assertThat(server.models.fake.previews).hasValue(STEPS - 1);
        assertThat(server.models.fake.decodes).hasValue(1);
    }

    @Test
    void ninetyNineGetEveryPreviewWhileOneHasStoppedReading() {
        int steps = 40;
        server.models.fake.allow(0);
        String id = server.create("{\"prompt\": \"x\", \"steps\": " + steps + "}");
        Viewer stopped = watching(id);
        stopped.credit(id, 16);
        stopped.stopReading();
        List<Viewer> others = Stream.generate(() -> watching(id)).limit(99).toList();
        for (int step = 1; step <= steps; step++) {
            others.forEach(viewer -> viewer.credit(id, 1));
            server.models.fake.allow(step);
            for (Viewer viewer : others) {
                assertThat(Viewer.step(viewer.frame())).isEqualTo(step);
            }
        }
        others.forEach(viewer -> viewer.message("done"));
        assertThat(server.models.fake.previews).hasValue(steps - 1);
        assertThat(server.models.fake.decodes).hasValue(1);
    }

    @Test
    void nothingIsDecodedForViewersWithoutCredit() {
        thousandStepsWithoutCredit();
        assertThat(server.models.fake.previews).hasValue(0);
    }

    private void thousandStepsWithoutCredit() {
        server.models.fake.allow(0);
        Viewer stalled = watching(server.create("{\"prompt\": \"x\", \"steps\": 1000}"));
        server.models.fake.allow(1000);
        stalled.message("done");
        assertThat(stalled.frames).isEmpty();
    }
}
