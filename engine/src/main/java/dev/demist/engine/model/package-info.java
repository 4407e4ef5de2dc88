/** The neural networks as pipelines use them: plain values in, plain values out, one model call each. */
@NullMarked
package dev.demist.engine.model;

import org.jspecify.annotations.NullMarked;
