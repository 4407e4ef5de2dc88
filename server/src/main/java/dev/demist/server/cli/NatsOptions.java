package dev.demist.server.cli;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.transport.nats.NatsLink;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Where the NATS servers are that gateways and workers meet at. */
final class NatsOptions {

    private static final Logger LOG = LoggerFactory.getLogger(NatsOptions.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

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

    /** Connects as {@code name}, as soon as a server is there; fails if it refuses to let this one in. Blocks. */
    NatsLink await(String name) {
        return Mono.fromCallable(() -> connect(name))
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, PAUSE)
                        .filter(e -> e instanceof DemistException known && known.code() == ErrorCode.NETWORK_FAILED)
                        .doBeforeRetry(failed -> LOG.warn(
                                "{}; trying again every second",
                                failed.failure().getMessage())))
                .blockOptional()
                .orElseThrow();
    }

    /** Connects as {@code name}. Blocks. */
    NatsLink connect(String name) {
        if (url == null) {
            throw DemistException.missing("--nats", "it must be the address of a NATS server, nats://host:4222");
        }
        return NatsLink.connect(url, credentials, name);
    }
}
