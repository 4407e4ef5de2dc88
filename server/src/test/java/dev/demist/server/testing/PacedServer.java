package dev.demist.server.testing;

import dev.demist.server.http.access.Tokens;
import dev.demist.server.run.request.Limits;

/** A server of {@link PacedModels}, otherwise with every default, until its process is ended. */
public final class PacedServer {

    private static final int CLIENTS_AT_A_TIME = 64;

    private PacedServer() {}

    /** Takes the token of its callers, and prints its address. */
    public static void main(String[] arguments) {
        TestServer server = TestServer.realistic(
                Tokens.of(arguments[0]), Limits.DEFAULT.withParallel(CLIENTS_AT_A_TIME), new PacedModels());
        System.out.println(server.server.address());
    }
}
