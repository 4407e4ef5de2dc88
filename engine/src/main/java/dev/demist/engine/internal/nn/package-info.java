/** Layers on traced tensors. */
@NullMarked
package dev.demist.engine.internal.nn;

import org.jspecify.annotations.NullMarked;
