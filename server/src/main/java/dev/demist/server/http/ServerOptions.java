package dev.demist.server.http;

import dev.demist.server.http.access.Tokens;

/**
 * Where the server listens and who may call.
 *
 * @param host the name or address that it binds to
 * @param port 0 for any that is free
 * @param tokens what callers must show
 */
public record ServerOptions(String host, int port, Tokens tokens) {}
