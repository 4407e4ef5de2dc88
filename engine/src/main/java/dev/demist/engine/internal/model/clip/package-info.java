/** CLIP's text model: tokens to states that steer a denoiser. */
@NullMarked
package dev.demist.engine.internal.model.clip;

import org.jspecify.annotations.NullMarked;
