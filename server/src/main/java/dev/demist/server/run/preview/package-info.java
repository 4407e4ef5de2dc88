/** Previews of states as pictures and JPEGs, made on demand and remembered. */
@NullMarked
package dev.demist.server.run.preview;

import org.jspecify.annotations.NullMarked;
