package dev.demist.transport.nats;

import java.time.Duration;

/**
 * When a silent machine is given up. Clocks of two machines are not compared.
 *
 * @param hello a worker says hello, and a gateway repeats its credits, once in this time
 * @param gone a worker that is silent for so long is gone: others go on with its runs
 * @param lease a run whose gateway is silent for so long is dropped by its worker; longer than {@code gone}
 * @param idle a run that is not asked for steps for so long leaves its worker; it goes on from its last state
 */
record Timing(Duration hello, Duration gone, Duration lease, Duration idle) {

    static final Timing DEFAULT =
            new Timing(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(10), Duration.ofSeconds(5));
}
