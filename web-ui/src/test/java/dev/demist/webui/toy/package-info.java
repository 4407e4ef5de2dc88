/** A server that speaks the page's contract and draws made-up pictures, so that the page can be tested by itself. */
@NullMarked
package dev.demist.webui.toy;

import org.jspecify.annotations.NullMarked;
