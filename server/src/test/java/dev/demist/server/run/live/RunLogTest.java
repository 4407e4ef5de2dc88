package dev.demist.server.run.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.server.testing.TestServer;
import dev.demist.server.testing.Viewer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;

/** Each line of the log knows its run. */
class RunLogTest {

    private final TestServer server = new TestServer();

    @BeforeEach
    void enable() {
        RunLog.enable();
    }

    @AfterEach
    void stop() {
        Hooks.disableAutomaticContextPropagation();
        server.close();
    }

    @Test
    void aStepIsLoggedUnderItsRunWhateverItsThread() {
        server.models.fake.allow(0);
        String one = server.create("{\"prompt\": \"x\", \"steps\": 3}");
        String other = server.create("{\"prompt\": \"y\", \"steps\": 2}");
        Viewer viewer = server.viewer();
        viewer.watch(one);
        viewer.watch(other);
        server.models.fake.allow(3);
        viewer.awaitDone();
        viewer.awaitDone();
        assertThat(server.models.fake.logged).containsExactlyInAnyOrder(one, one, one, other, other);
        assertThat(MDC.get("run")).isNull();
    }
}
