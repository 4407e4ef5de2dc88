package dev.demist.engine.internal.weights.ldm;

import dev.demist.engine.internal.weights.Weights;
import java.util.Map;

/**
 * One model of a single-file checkpoint.
 *
 * @param weights under diffusers' names
 * @param config what its {@code config.json} would say, as far as the shapes tell
 */
public record LdmPart(Weights weights, Map<String, Object> config) {}
