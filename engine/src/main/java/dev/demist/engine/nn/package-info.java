/** Layers on traced tensors. */
@NullMarked
package dev.demist.engine.nn;

import org.jspecify.annotations.NullMarked;
