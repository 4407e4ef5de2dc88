/** Tensors to pictures and back. */
@NullMarked
package dev.demist.engine.image;

import org.jspecify.annotations.NullMarked;
