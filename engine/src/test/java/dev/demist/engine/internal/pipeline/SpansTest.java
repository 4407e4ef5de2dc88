package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.engine.internal.batch.Unobserved;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** What a tracer is told of the steps. */
final class SpansTest {

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final Recorder spans = new Recorder();
    private final GenerationRequest request = FakePipelines.request("ddim", 3).build();

    SpansTest() {
        registry.observationConfig().observationHandler(spans);
    }

    @Test
    void eachStepIsASpanThatEndsBeforeTheNextOneBegins() {
        StepVerifier.create(states(new CountingDenoiser())).expectNextCount(3).verifyComplete();
        assertThat(spans.seen).containsExactly("start 1", "stop 1", "start 2", "stop 2", "start 3", "stop 3");
        assertThat(spans.last.getLowCardinalityKeyValues()).containsExactly(KeyValue.of("scheduler", "ddim"));
        assertThat(spans.last.getName()).isEqualTo("demist.step");
    }

    @Test
    void aStepThatNobodyRequestsHasNoSpan() {
        StepVerifier.create(states(new CountingDenoiser()), 1)
                .expectNextCount(1)
                .thenCancel()
                .verify();
        assertThat(spans.seen).containsExactly("start 1", "stop 1");
    }

    @Test
    void theSpanThatIsInReactorsContextIsTheParent() {
        Observation request = Observation.start("request", registry);
        StepVerifier.create(states(new CountingDenoiser())
                        .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, request)))
                .expectNextCount(3)
                .verifyComplete();
        assertThat(spans.last.getParentObservation()).isSameAs(request);
    }

    @Test
    void aWarmUpHasNoSpan() {
        StepVerifier.create(Unobserved.of(states(new CountingDenoiser()).last()))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(spans.seen).isEmpty();
    }

    @Test
    void aFailedStepCarriesItsError() {
        CountingDenoiser broken = new CountingDenoiser();
        broken.failure = new DemistException(ErrorCode.ENGINE_FAILED, "on purpose");
        StepVerifier.create(states(broken)).verifyErrorMessage("on purpose");
        assertThat(spans.seen).containsExactly("start 1", "error 1", "stop 1");
        assertThat(spans.last.getError()).hasMessage("on purpose");
    }

    private Flux<LatentState> states(CountingDenoiser denoiser) {
        return FakePipelines.observed(denoiser, registry).denoise(request);
    }

    private static final class Recorder implements ObservationHandler<Observation.Context> {

        private final List<String> seen = new ArrayList<>();
        private Observation.Context last = new Observation.Context();

        @Override
        public void onStart(Observation.Context span) {
            note("start", span);
        }

        @Override
        public void onError(Observation.Context span) {
            note("error", span);
        }

        @Override
        public void onStop(Observation.Context span) {
            note("stop", span);
        }

        private void note(String what, Observation.Context span) {
            KeyValue step = span.getHighCardinalityKeyValue("step");
            if (step != null) {
                last = span;
                seen.add(what + " " + step.getValue());
            }
        }

        @Override
        public boolean supportsContext(Observation.Context span) {
            return true;
        }
    }
}
