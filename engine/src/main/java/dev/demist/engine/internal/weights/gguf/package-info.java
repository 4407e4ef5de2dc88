/** Reader of GGUF files, the format of llama.cpp and stable-diffusion.cpp, with weights in blocks of few bits. */
@NullMarked
package dev.demist.engine.internal.weights.gguf;

import org.jspecify.annotations.NullMarked;
