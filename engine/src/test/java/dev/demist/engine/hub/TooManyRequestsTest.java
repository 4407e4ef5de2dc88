package dev.demist.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

/** A hub that asks to wait is obeyed, but not for long and not for ever. */
final class TooManyRequestsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path cache;

    private final FakeHub fake = new FakeHub()
            .with("model_index.json", "{}")
            .with("unet/config.json", "{}")
            .with("unet/diffusion_pytorch_model.safetensors", "x");

    @AfterEach
    void stop() {
        fake.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/models/org/model/revision", "/resolve/"})
    void isAskedAgain(String path) {
        fake.wait("Retry-After", "0").refuse(path, 429, 429, 429);
        pull();
        assertThat(hub().cached("org/model", "main")).isPresent();
    }

    @Test
    void isNotAskedForEver() {
        fake.wait("Retry-After", "0").refuse("/api/", 429);
        assertThatThrownBy(this::pull).isInstanceOf(DemistException.class).hasMessageContaining("429");
        assertThat(fake.seen).hasSize(11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"11", "999999", "soon"})
    void isNotWaitedForLongNorIfNobodyKnowsHowLong(String value) {
        fake.wait("Retry-After", value).refuse("/api/", 429);
        assertThatThrownBy(this::pull).isInstanceOf(DemistException.class).hasMessageContaining("429");
        assertThat(fake.seen).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Retry-After | 17 | 17",
                "Retry-After | Thu, 01 Jan 2026 00:00:05 GMT | 5",
                "Retry-After | Sun, 06 Nov 1994 08:49:37 GMT | 0",
                "RateLimit | \"resolvers\";r=0;t=55 | 55",
                "RateLimit | \"api\"; t=7; r=0 | 7",
                "Retry-After | 9999999999 |",
                "Retry-After | -1 |",
                "RateLimit | \"api\";r=0 |",
                "X | 5 |"
            })
    void saysHowLong(String header, String value, Long seconds) {
        HttpHeaders headers = HttpHeaders.of(Map.of(header, List.of(value)), (name, text) -> true);
        assertThat(TooManyRequests.wait(headers, NOW).map(Duration::toSeconds).orElse(null))
                .isEqualTo(seconds);
    }

    @Test
    void isObeyedToTheSecond() {
        DemistException refusal = DemistException.invalid("x", "y", "z");
        TooManyRequests busy = new TooManyRequests(Duration.ofSeconds(40), refusal);
        int[] asked = {0};
        StepVerifier.withVirtualTime(() -> Mono.fromCallable(() -> {
                            if (asked[0]++ == 0) {
                                throw busy;
                            }
                            return "here";
                        })
                        .retryWhen(TooManyRequests.waited(Duration.ofSeconds(40))))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(40))
                .expectNext("here")
                .verifyComplete();
    }

    private void pull() {
        hub().pull("org/model", "main", null).blockLast();
    }

    private Hub hub() {
        Map<String, String> environment = Map.of("HF_ENDPOINT", fake.address(), "HF_HUB_CACHE", cache.toString());
        return new Hub(HubSettings.of(environment), Retry.backoff(4, Duration.ofMillis(1)), Duration.ofSeconds(10));
    }
}
