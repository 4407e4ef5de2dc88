package dev.demist.server.cli;

import dev.demist.DemistException;
import dev.demist.transport.nats.NatsLink;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the NATS servers are that gateways and workers meet at. */
final class NatsOptions {

    @Option(
            names = "--nats",
            paramLabel = "URL",
            description = "The NATS servers, nats://host:4222 or tls://host:4222, several with commas between them.")
    private @Nullable String url;

    @Option(
            names = "--nats-creds",
            paramLabel = "FILE",
            description = "The credentials for them, a .creds file with a JWT and a key.")
    private @Nullable Path credentials;

    boolean isGiven() {
        return url != null;
    }

    /** Connects as {@code name}. */
    NatsLink connect(String name) {
        if (url == null) {
            throw DemistException.missing("--nats", "it must be the address of a NATS server, nats://host:4222");
        }
        return NatsLink.connect(url, credentials, name);
    }
}
