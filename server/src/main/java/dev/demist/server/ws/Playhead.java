package dev.demist.server.ws;

import org.jspecify.annotations.Nullable;

/**
 * The step of a run that its owner looks at.
 *
 * @param mover the socket that said so
 * @param step null for the newest
 */
record Playhead(Socket mover, @Nullable Integer step) {}
