/** Text to image, image to image, inpainting, unconditional: compositions as {@code Flux<LatentState>}. */
@NullMarked
package dev.demist.engine.internal.pipeline;

import org.jspecify.annotations.NullMarked;
