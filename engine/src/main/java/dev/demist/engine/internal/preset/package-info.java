/** Presets for models that were distilled to draw in a few steps: what each wants, and how they are recognised. */
@NullMarked
package dev.demist.engine.internal.preset;

import org.jspecify.annotations.NullMarked;
