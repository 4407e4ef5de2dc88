package dev.demist.server.run.service;

import dev.demist.NoiseSchedule;

/**
 * What a run visits. Immutable.
 *
 * @param noise the timestep and the noise level of each of its steps
 * @param first the first step that is its own, from 1; the states before it are those of the run that it left
 */
public record RunSchedule(NoiseSchedule noise, int first) {}
