/** A graph printed as TorchScript and packed as an archive; knows nothing of models. */
@NullMarked
package dev.demist.engine.internal.torchscript;

import org.jspecify.annotations.NullMarked;
