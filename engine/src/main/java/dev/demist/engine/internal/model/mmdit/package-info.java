/**
 * Transformers in which text and picture attend to each other as one sequence (MMDiT; Esser et al., 2024): Stable
 * Diffusion 3 and FLUX.1.
 */
@NullMarked
package dev.demist.engine.internal.model.mmdit;

import org.jspecify.annotations.NullMarked;
