package dev.demist.engine.internal.weights.ldm;

import dev.demist.engine.internal.weights.Weights;
import java.util.Map;

/**
 * One model of a single-file checkpoint.
 *
 * @param weights under diffusers' names
 * @param config the content of an equivalent {@code config.json}, as far as shapes determine it
 */
public record LdmPart(Weights weights, Map<String, Object> config) {}
