/** Weight files of every format behind one view: named tensors over mapped memory. */
@NullMarked
package dev.demist.engine.internal.weights;

import org.jspecify.annotations.NullMarked;
