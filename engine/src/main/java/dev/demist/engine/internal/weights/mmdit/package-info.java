/** The original layouts of FLUX.1 and Stable Diffusion 3, and what their modules are called in diffusers. */
@NullMarked
package dev.demist.engine.internal.weights.mmdit;

import org.jspecify.annotations.NullMarked;
