/**
 * Single-file Stable Diffusion checkpoints: the key layout of the original Latent Diffusion code, seen through the
 * names of diffusers.
 */
@NullMarked
package dev.demist.engine.internal.weights.ldm;

import org.jspecify.annotations.NullMarked;
