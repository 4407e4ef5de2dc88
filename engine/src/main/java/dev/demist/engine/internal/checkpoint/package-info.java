/**
 * Checkpoints on disk: which parts a {@code model_index.json} names, where they lie, whether they fit, and how they are
 * opened.
 */
@NullMarked
package dev.demist.engine.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
