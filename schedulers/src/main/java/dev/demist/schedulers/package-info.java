/**
 * The built-in schedulers: each is a schedule (which noise levels are visited), a prediction (what the model's output
 * means) and a solver (how one level is left for the next). This package holds their configuration keys, defined once
 * for reading and for help texts.
 */
@NullMarked
package dev.demist.schedulers;

import org.jspecify.annotations.NullMarked;
