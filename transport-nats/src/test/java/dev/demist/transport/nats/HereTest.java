package dev.demist.transport.nats;

import dev.demist.Models;

/** The contract of models, kept by those of this process. */
class HereTest extends ModelsContract {

    @Override
    Models models() {
        return toy;
    }
}
