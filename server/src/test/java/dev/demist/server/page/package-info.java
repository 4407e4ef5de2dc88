/** The page in a browser, on the real server with the real default model. */
@NullMarked
package dev.demist.server.page;

import org.jspecify.annotations.NullMarked;
