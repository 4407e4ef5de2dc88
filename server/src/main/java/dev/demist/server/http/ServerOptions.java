package dev.demist.server.http;

import dev.demist.server.http.access.PublicAddress;
import dev.demist.server.http.access.Tokens;

/**
 * The address that the server listens on, and the tokens of its callers.
 *
 * @param host the name or address that it binds to
 * @param port 0 for any that is free
 * @param tokens the tokens of callers
 * @param address the address under which callers know the server
 */
public record ServerOptions(String host, int port, Tokens tokens, PublicAddress address) {}
