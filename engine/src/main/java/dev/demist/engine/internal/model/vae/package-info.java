/** Autoencoders: pictures to latents and back. */
@NullMarked
package dev.demist.engine.internal.model.vae;

import org.jspecify.annotations.NullMarked;
