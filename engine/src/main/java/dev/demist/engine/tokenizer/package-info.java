/** Prompts to token ids: CLIP's byte-pair encoding, prompt weights, chunks. */
@NullMarked
package dev.demist.engine.tokenizer;

import org.jspecify.annotations.NullMarked;
