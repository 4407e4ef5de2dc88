package dev.demist;

import java.time.Duration;

/**
 * A state and when it came.
 *
 * @param state what came
 * @param elapsed since the stream was subscribed to
 * @param sincePrevious since the state before it, or the subscription
 */
public record TimedState(LatentState state, Duration elapsed, Duration sincePrevious) {}
