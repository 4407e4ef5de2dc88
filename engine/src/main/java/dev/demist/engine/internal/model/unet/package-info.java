/** The denoising networks, block by block as their checkpoints are laid out. */
@NullMarked
package dev.demist.engine.internal.model.unet;

import org.jspecify.annotations.NullMarked;
