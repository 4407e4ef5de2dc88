/** Prints a graph as TorchScript and packs it as an archive; knows nothing of models or targets. */
@NullMarked
package dev.demist.engine.internal.torchscript;

import org.jspecify.annotations.NullMarked;
