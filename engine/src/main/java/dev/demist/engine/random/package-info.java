/** Noise that equals torch's CPU generator bit by bit. */
@NullMarked
package dev.demist.engine.random;

import org.jspecify.annotations.NullMarked;
