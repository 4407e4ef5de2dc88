/**
 * The meaning of a model's output: epsilon, v, sample, flow or EDM-preconditioned, turned into the clean sample and the
 * noise it predicts; and how the clean sample is kept within range.
 */
@NullMarked
package dev.demist.schedulers.prediction;

import org.jspecify.annotations.NullMarked;
