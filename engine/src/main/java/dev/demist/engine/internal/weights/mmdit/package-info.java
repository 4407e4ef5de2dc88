/**
 * Transformers and their text encoders in files: the original layouts of FLUX.1, FLUX.2, Stable Diffusion 3 and
 * Z-Image, and what their modules are called in diffusers.
 */
@NullMarked
package dev.demist.engine.internal.weights.mmdit;

import org.jspecify.annotations.NullMarked;
