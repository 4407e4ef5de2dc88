package dev.demist.engine.internal.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shift of FLUX.2 klein against values of the reference's {@code compute_empirical_mu}. */
final class KleinShiftTest {

    @ParameterizedTest
    @CsvSource({
        "96, 4, 1.9519999642124126",
        "1024, 4, 2.0306897079499455",
        "4096, 4, 2.291179894115571",
        "4096, 50, 2.0233511571292637",
        "4300, 10, 2.27407142532",
        "4301, 10, 1.18469693",
        "8160, 200, 1.8379098600000001"
    })
    void isThatOfTheReference(int tokens, int steps, double mu) {
        assertThat(KleinShift.mu(tokens, steps)).isCloseTo(mu, within(1e-12));
    }
}
