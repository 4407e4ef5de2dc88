package dev.demist.server.http;

import dev.demist.server.http.access.PublicAddress;
import dev.demist.server.http.access.Tokens;
import dev.demist.server.memory.ServerMemory;
import java.time.Duration;

/**
 * The address that the server listens on, and the tokens of its callers.
 *
 * @param host the name or address that it binds to
 * @param port 0 for any that is free
 * @param tokens the tokens of callers
 * @param address the address under which callers know the server
 * @param grace how long the runs of callers of other interfaces go on after they have hung up
 * @param memory for what callers send and ask for
 */
public record ServerOptions(
        String host, int port, Tokens tokens, PublicAddress address, Duration grace, ServerMemory memory) {

    private static final Duration GRACE = Duration.ofMinutes(2);

    /** Options with two minutes of grace, and memory as Java's heap allows. */
    public ServerOptions(String host, int port, Tokens tokens, PublicAddress address) {
        this(host, port, tokens, address, GRACE, ServerMemory.ofHeap());
    }

    /** Whether callers must show a token. */
    boolean needsToken() {
        return !tokens.byUser().isEmpty();
    }
}
