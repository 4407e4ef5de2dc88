package dev.demist.engine.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.engine.model.TokenBatch;
import dev.demist.scheduler.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.util.RaceTestUtils;

final class PromptCacheTest {

    private static final TokenBatch CAT = TokenBatch.of(new int[] {1, 2});
    private static final TokenBatch DOG = TokenBatch.of(new int[] {1, 3});
    private static final Set<String> LAST = Set.of("last_hidden_state");
    private static final Map<String, Tensor> STATES = Map.of("last_hidden_state", Tensor.zeros(1, 2, 4));
    private static final int BYTES = 4 * (2 + 8);

    private final PromptCache cache = new PromptCache(10 * BYTES);
    private final AtomicInteger encodings = new AtomicInteger();

    private Mono<Map<String, Tensor>> get(Object encoder, TokenBatch tokens, Set<String> outputs) {
        return get(cache, encoder, tokens, outputs);
    }

    private Mono<Map<String, Tensor>> get(PromptCache from, Object encoder, TokenBatch tokens, Set<String> outputs) {
        return from.get(encoder, tokens, outputs, () -> {
            encodings.incrementAndGet();
            return Mono.just(STATES);
        });
    }

    @Test
    void theSamePromptIsEncodedOnce() {
        for (int i = 0; i < 3; i++) {
            StepVerifier.create(get("a", TokenBatch.of(new int[] {1, 2}), LAST))
                    .expectNext(STATES)
                    .verifyComplete();
        }
        assertThat(encodings).hasValue(1);
    }

    @Test
    void nothingIsEncodedBeforeTheSubscription() {
        get("a", CAT, LAST);
        assertThat(encodings).hasValue(0);
    }

    @Test
    void anotherEncoderAnotherTokenAnotherMaskAndAnotherOutputAreEncodedApart() {
        TokenBatch masked = TokenBatch.of(new int[][] {{1, 2}}, new boolean[][] {{true, false}});
        get("a", CAT, LAST).block();
        get("b", CAT, LAST).block();
        get("a", DOG, LAST).block();
        get("a", masked, LAST).block();
        get("a", CAT, Set.of("pooler_output")).block();
        assertThat(encodings).hasValue(5);
    }

    @Test
    void whoAsksWhileItIsEncodedWaitsForThatResult() {
        Sinks.One<Map<String, Tensor>> result = Sinks.one();
        List<Map<String, Tensor>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            cache.get("a", CAT, LAST, () -> counted(result.asMono())).subscribe(answers::add);
        }
        assertThat(answers).isEmpty();
        result.tryEmitValue(STATES).orThrow();
        assertThat(answers).containsExactly(STATES, STATES, STATES);
        assertThat(encodings).hasValue(1);
    }

    @Test
    void aRaceOfTwoIsEncodedOnce() {
        for (int i = 0; i < 500; i++) {
            PromptCache fresh = new PromptCache(10 * BYTES);
            Runnable ask = () -> get(fresh, "a", CAT, LAST).block();
            RaceTestUtils.race(ask, ask);
            assertThat(encodings).hasValue(i + 1);
        }
    }

    @Test
    void aFailureReachesAllWhoWaitAndIsNotKept() {
        Sinks.One<Map<String, Tensor>> result = Sinks.one();
        List<Throwable> errors = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            cache.get("a", CAT, LAST, () -> counted(result.asMono())).subscribe(null, errors::add);
        }
        result.tryEmitError(new IllegalStateException("on purpose")).orThrow();
        assertThat(errors).hasSize(2).allMatch(error -> "on purpose".equals(error.getMessage()));
        StepVerifier.create(get("a", CAT, LAST)).expectNext(STATES).verifyComplete();
        assertThat(encodings).hasValue(2);
    }

    @Test
    void anErrorThrownBeforeAnEncodingBeginsIsNotKept() {
        StepVerifier.create(cache.get("a", CAT, LAST, () -> {
                    throw new IllegalStateException("on purpose");
                }))
                .verifyErrorMessage("on purpose");
        StepVerifier.create(get("a", CAT, LAST)).expectNext(STATES).verifyComplete();
    }

    @Test
    void anEncodingWithoutAResultIsAnError() {
        StepVerifier.create(cache.get("a", CAT, LAST, Mono::empty)).verifyError();
        assertThat(cache.size()).isZero();
    }

    @Test
    void cancellingOneWaiterLeavesTheOther() {
        Sinks.One<Map<String, Tensor>> result = Sinks.one();
        List<Map<String, Tensor>> answers = new ArrayList<>();
        Disposable first =
                cache.get("a", CAT, LAST, () -> counted(result.asMono())).subscribe(answers::add);
        cache.get("a", CAT, LAST, () -> counted(result.asMono())).subscribe(answers::add);
        first.dispose();
        result.tryEmitValue(STATES).orThrow();
        assertThat(answers).containsExactly(STATES);
        assertThat(encodings).hasValue(1);
    }

    @Test
    void anEncodingWhoseWaitersAreGoneIsKept() {
        Sinks.One<Map<String, Tensor>> result = Sinks.one();
        cache.get("a", CAT, LAST, () -> counted(result.asMono())).subscribe().dispose();
        result.tryEmitValue(STATES).orThrow();
        StepVerifier.create(get("a", CAT, LAST)).expectNext(STATES).verifyComplete();
        assertThat(encodings).hasValue(1);
    }

    @Test
    void moreThanItsBytesAreNotKept() {
        for (int i = 0; i < 100; i++) {
            get("a", TokenBatch.of(new int[] {1, i}), LAST).block();
        }
        assertThat(cache.size()).isBetween(1L, 10L);
    }

    @Test
    void aCacheOfNoBytesKeepsNothing() {
        PromptCache none = new PromptCache(0);
        none.get("a", CAT, LAST, () -> Mono.just(STATES)).block();
        assertThat(none.size()).isZero();
    }

    @Test
    void theContextOfTheFirstReachesTheEncoding() {
        Mono<Map<String, Tensor>> encode =
                Mono.deferContextual(context -> Mono.just(Map.of(context.get("name"), Tensor.zeros(1))));
        StepVerifier.create(cache.get("a", CAT, LAST, () -> encode)
                        .contextWrite(context -> context.put("name", "user"))
                        .subscribeOn(Schedulers.parallel()))
                .assertNext(outputs -> assertThat(outputs).containsOnlyKeys("user"))
                .verifyComplete();
    }

    private Mono<Map<String, Tensor>> counted(Mono<Map<String, Tensor>> encoding) {
        encodings.incrementAndGet();
        return encoding;
    }
}
