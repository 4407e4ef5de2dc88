/**
 * Low-rank adaptations (Hu et al. 2021, arXiv:2106.09685): small matrices whose product is added to weights, merged
 * while these are read.
 */
@NullMarked
package dev.demist.engine.internal.weights.lora;

import org.jspecify.annotations.NullMarked;
