/** How fast the networks run; started by hand. */
@NullMarked
package dev.demist.engine.bench;

import org.jspecify.annotations.NullMarked;
