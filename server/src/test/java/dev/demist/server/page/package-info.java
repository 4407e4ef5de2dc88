/** The page in a browser, on the real server: with models whose steps wait for a test, and with the default model. */
@NullMarked
package dev.demist.server.page;

import org.jspecify.annotations.NullMarked;
