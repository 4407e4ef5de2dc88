/** Tests of the page's sources. The module {@code server} tests the page itself, in a browser. */
@NullMarked
package dev.demist.webui;

import org.jspecify.annotations.NullMarked;
