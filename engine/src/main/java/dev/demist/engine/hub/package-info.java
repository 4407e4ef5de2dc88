/**
 * The Hugging Face Hub: its cache on disk, shared with Python's {@code huggingface_hub}, the listing of a repository
 * and the download of what a pipeline needs.
 */
@NullMarked
package dev.demist.engine.hub;

import org.jspecify.annotations.NullMarked;
