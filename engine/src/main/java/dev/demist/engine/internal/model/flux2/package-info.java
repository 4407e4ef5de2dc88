/** The transformer of FLUX.2. */
@NullMarked
package dev.demist.engine.internal.model.flux2;

import org.jspecify.annotations.NullMarked;
