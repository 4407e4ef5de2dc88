/** The safetensors format: a length, a JSON header of names, types, shapes and offsets, and the tensors' bytes. */
@NullMarked
package dev.demist.engine.internal.weights.safetensors;

import org.jspecify.annotations.NullMarked;
