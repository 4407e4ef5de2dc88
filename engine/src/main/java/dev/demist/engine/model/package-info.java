/** What the pipelines see of the neural networks: plain values in, plain values out, one native call each. */
@NullMarked
package dev.demist.engine.model;

import org.jspecify.annotations.NullMarked;
