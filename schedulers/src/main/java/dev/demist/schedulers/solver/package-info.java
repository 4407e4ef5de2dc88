/**
 * How one noise level is left for the next: one small class per algorithm, each with its paper, its configuration keys
 * and its provider; and the plan that drives them all.
 */
@NullMarked
package dev.demist.schedulers.solver;

import org.jspecify.annotations.NullMarked;
