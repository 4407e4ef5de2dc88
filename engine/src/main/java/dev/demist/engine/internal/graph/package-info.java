/** The traced program: nodes, operators and their shape rules. */
@NullMarked
package dev.demist.engine.internal.graph;

import org.jspecify.annotations.NullMarked;
