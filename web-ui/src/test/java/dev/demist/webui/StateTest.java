package dev.demist.webui;

import org.junit.jupiter.api.Test;

/** The parts of the page that need no browser; their tests are in src/test/ts, each with a name that says the case. */
class StateTest {

    @Test
    void thePartsWithoutAPageDoWhatTheirTestsSay() throws Exception {
        TypeScript.assertTestsPass("src/test/ts/state");
    }
}
