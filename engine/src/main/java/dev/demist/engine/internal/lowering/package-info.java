/**
 * Passes that turn a traced graph into one of the operators that a target has. They know nothing of models and nothing
 * of the runtime; what is printed is a graph again.
 */
@NullMarked
package dev.demist.engine.internal.lowering;

import org.jspecify.annotations.NullMarked;
