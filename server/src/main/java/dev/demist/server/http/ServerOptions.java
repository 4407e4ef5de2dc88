package dev.demist.server.http;

import org.jspecify.annotations.Nullable;

/**
 * Where the server listens and who may call.
 *
 * @param host the name or address that it binds to
 * @param port 0 for any that is free
 * @param token what callers must show; null for no check, which only loopback allows
 */
public record ServerOptions(String host, int port, @Nullable String token) {}
