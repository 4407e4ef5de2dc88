/** T5's encoder: tokens to states that steer a denoiser. */
@NullMarked
package dev.demist.engine.internal.model.t5;

import org.jspecify.annotations.NullMarked;
