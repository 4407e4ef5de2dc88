/** Qwen3's decoder, whose states steer the transformers of FLUX.2 klein and Z-Image. */
@NullMarked
package dev.demist.engine.internal.model.qwen3;

import org.jspecify.annotations.NullMarked;
