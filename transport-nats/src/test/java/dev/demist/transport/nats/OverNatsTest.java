package dev.demist.transport.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Models;
import dev.demist.transport.nats.testkit.NatsServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIf;

/** The contract of models, kept over NATS. */
@EnabledIf(
        value = "dev.demist.transport.nats.testkit.NatsServer#isInstalled",
        disabledReason = "nats-server is not installed")
class OverNatsTest extends ModelsContract {

    private static NatsServer server;
    private static NatsLink link;

    private Worker worker;
    private RemoteModels models;

    @BeforeAll
    static void startServer() {
        server = NatsServer.open();
        link = NatsLink.connect(server.url(), null, "test");
    }

    @AfterAll
    static void stopServer() {
        link.close();
        server.close();
    }

    @BeforeEach
    void start() {
        worker = Worker.start(link, toy, "toy", 4);
        models = RemoteModels.of(link);
        assertThat(models.awaitWorker(Duration.ofSeconds(20))).isTrue();
    }

    @AfterEach
    void stop() {
        models.close();
        worker.close();
    }

    @Override
    Models models() {
        return models;
    }
}
