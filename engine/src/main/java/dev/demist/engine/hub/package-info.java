/** Checkpoints on disk: folders, the Hugging Face cache, the embedded models. */
@NullMarked
package dev.demist.engine.hub;

import org.jspecify.annotations.NullMarked;
