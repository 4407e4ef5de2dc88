package dev.demist.server.cli;

import dev.demist.Models;

/** Starts what makes pictures. */
interface ModelsFactory {

    /** Models as {@code options} want them. */
    Models start(EngineOptions options);
}
