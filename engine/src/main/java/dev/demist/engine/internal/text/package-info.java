/** From prompts to the conditioning of a denoiser: tokenizers and text encoders put to use. */
@NullMarked
package dev.demist.engine.internal.text;

import org.jspecify.annotations.NullMarked;
