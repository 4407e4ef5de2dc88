/** Autoencoders: pictures to latents and back. */
@NullMarked
package dev.demist.engine.model.vae;

import org.jspecify.annotations.NullMarked;
