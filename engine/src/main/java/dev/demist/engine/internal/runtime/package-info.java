/** The only package that sees DJL: loads programs, runs them, owns native memory. */
@NullMarked
package dev.demist.engine.internal.runtime;

import org.jspecify.annotations.NullMarked;
