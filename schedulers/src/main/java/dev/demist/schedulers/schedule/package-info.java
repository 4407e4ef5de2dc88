/**
 * Which noise levels a run visits: betas, timestep spacings and sigma schedules as pure functions of {@code double[]},
 * and the grid that a plan walks along. Where the trained table was made in float32, it is rounded to float32 here too:
 * near zero noise the rounding of {@code 1 - beta} is visible in the result.
 */
@NullMarked
package dev.demist.schedulers.schedule;

import org.jspecify.annotations.NullMarked;
