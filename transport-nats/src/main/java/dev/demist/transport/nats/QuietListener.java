package dev.demist.transport.nats;

import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what goes wrong with a connection into the log; it is made again by itself. */
final class QuietListener implements ErrorListener {

    private static final Logger LOG = LoggerFactory.getLogger(NatsLink.class);

    @Override
    public void errorOccurred(Connection connection, String error) {
        LOG.warn("NATS: {}", error);
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception e) {
        LOG.debug("NATS", e);
    }

    @Override
    public void slowConsumerDetected(Connection connection, Consumer consumer) {
        LOG.warn("NATS: messages come faster than they are taken");
    }
}
