package dev.demist.transport.nats;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;

/**
 * A connection to NATS servers, made again whenever it breaks. Messages may be lost: who needs one asks again.
 * Thread-safe.
 */
public final class NatsLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NatsLink.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(500);
    // Larger parts would hold up the small messages between them.
    private static final long PART_BYTES = 512 * 1024;

    private final Connection connection;

    private NatsLink(Connection connection) {
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @param url the servers, separated by commas: {@code nats://host:4222}, or {@code tls://} for TLS with the JDK's
     *     certificates; may hold {@code user:password@} or {@code token@}
     * @param credentials a file of a user's JWT and key, as {@code nsc} writes it; null for none
     * @param name what the server's operators see
     * @throws DemistException INVALID_REQUEST if the credentials cannot be read, NETWORK_FAILED if no server answers,
     *     UNAUTHORIZED if they do not let this one in
     */
    public static NatsLink connect(String url, @Nullable Path credentials, String name) {
        if (credentials != null && !Files.isReadable(credentials)) {
            throw DemistException.invalid("nats-creds", credentials, "it must be a .creds file that can be read");
        }
        try {
            Options.Builder options = new Options.Builder()
                    .server(url)
                    .connectionName(name)
                    .connectionTimeout(PATIENCE)
                    .pingInterval(PATIENCE)
                    .maxReconnects(-1)
                    .reconnectWait(PAUSE)
                    .connectionListener((connection, event) -> LOG.info("NATS: {}", event.getEvent()))
                    .errorListener(new QuietListener());
            if (credentials != null) {
                options.authHandler(Nats.credentials(credentials.toString()));
            }
            return new NatsLink(Nats.connect(options.build()));
        } catch (IOException | IllegalArgumentException e) {
            throw refused(url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(url, e);
        }
    }

    private static DemistException refused(String url, Exception e) {
        String reason = withoutSecrets(String.valueOf(e.getMessage()));
        boolean known = reason.contains("uthori");
        return new DemistException(
                known ? ErrorCode.UNAUTHORIZED : ErrorCode.NETWORK_FAILED,
                "nats: " + withoutSecrets(url) + " cannot be reached (" + reason
                        + "); start a server with 'nats-server', or see that its address and credentials are right",
                e);
    }

    private static String withoutSecrets(String text) {
        return text.replaceAll("//[^/@]*@", "//");
    }

    /** Sends a message, or loses it if there is no connection. */
    void send(String subject, Envelope<?> message) {
        try {
            long limit = Math.min(PART_BYTES, connection.getMaxPayload());
            Parts.split(message.write(), limit).forEach(part -> connection.publish(subject, part));
        } catch (IllegalStateException e) {
            LOG.debug("a message to {} is lost: {}", subject, e.getMessage());
        }
    }

    /** Sends a message without content. */
    void send(String subject) {
        send(subject, Envelope.of(Map.of()));
    }

    /** Hands the messages to a subject to {@code receiver}, on one thread; those that are malformed are dropped. */
    <T> Disposable receive(String subject, Class<T> type, Consumer<Envelope<T>> receiver) {
        Parts parts = new Parts();
        Dispatcher dispatcher = connection.createDispatcher(part -> {
            byte[] whole = parts.add(part.getData());
            if (whole != null) {
                receive(subject, whole, type, receiver);
            }
        });
        dispatcher.setPendingLimits(-1, -1);
        dispatcher.subscribe(subject);
        return () -> end(dispatcher);
    }

    private void end(Dispatcher dispatcher) {
        try {
            connection.closeDispatcher(dispatcher);
        } catch (IllegalStateException e) {
            LOG.debug("a subscription ended with its connection", e);
        }
    }

    private static <T> void receive(String subject, byte[] message, Class<T> type, Consumer<Envelope<T>> receiver) {
        try {
            receiver.accept(Envelope.read(message, type));
        } catch (RuntimeException e) {
            LOG.warn("a message to {} is dropped: {}", subject, e.toString());
        }
    }

    /** Sees to it that what was sent leaves, as far as that is possible within {@code patience}. */
    void flush(Duration patience) {
        try {
            connection.flush(patience);
        } catch (TimeoutException | IllegalStateException e) {
            LOG.debug("not all messages left", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
