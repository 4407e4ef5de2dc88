/** The ways in which a prompt guides a denoiser. */
@NullMarked
package dev.demist.engine.internal.guidance;

import org.jspecify.annotations.NullMarked;
