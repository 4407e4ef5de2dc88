package dev.demist.webui;

import org.junit.jupiter.api.Test;

/** The bundler only strips the types; the compiler checks them here. */
class TypeCheckTest {

    @Test
    void theSourcesHaveNoTypeError() throws Exception {
        TypeScript.assertNoErrors("tsconfig.json");
    }
}
