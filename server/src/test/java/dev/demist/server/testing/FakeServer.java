package dev.demist.server.testing;

import dev.demist.server.http.access.Tokens;
import dev.demist.server.run.request.Limits;
import java.util.Map;

/** A server of {@link FakeModels} for clients outside of this build, until its process is ended. */
public final class FakeServer {

    private static final Limits SMALL = new Limits(4, 64, 256, 1_000_000_000L, 4, 1000, 1000, Map.of());

    private FakeServer() {}

    /** Takes the token of its callers, and prints its address. */
    public static void main(String[] arguments) {
        TestServer server = new TestServer(Tokens.of(arguments[0]), SMALL);
        System.out.println(server.server.address());
    }
}
