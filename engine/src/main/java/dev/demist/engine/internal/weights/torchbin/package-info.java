/**
 * Torch's {@code .bin}, {@code .pt} and {@code .ckpt} files: a zip of stored entries whose {@code data.pkl} is a
 * pickle. A pickle is a program; here it is interpreted by a stack machine that knows
 * {@link dev.demist.engine.internal.weights.torchbin.Allowed} names and can build tensors and nothing else.
 */
@NullMarked
package dev.demist.engine.internal.weights.torchbin;

import org.jspecify.annotations.NullMarked;
