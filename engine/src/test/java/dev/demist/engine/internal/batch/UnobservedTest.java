package dev.demist.engine.internal.batch;

import static dev.demist.engine.internal.batch.Run.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.scheduler.Tensor;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Which joint calls are not observed. */
final class UnobservedTest {

    private final FakeDenoiser model = new FakeDenoiser();
    private final List<Boolean> unobserved = new ArrayList<>();
    private final StepBatcher batcher = new StepBatcher(new Noting(), upTo(8), ObservationRegistry.NOOP);

    @Test
    void aCallOfAWarmUpAloneIsNot() {
        Unobserved.of(step()).subscribe();
        assertThat(unobserved).containsExactly(true);
    }

    @Test
    void aCallThatAnotherStepSharesIs() {
        step().subscribe();
        Unobserved.of(step()).subscribe();
        step().subscribe();
        model.complete();
        assertThat(model.calls).containsExactly(1, 2);
        assertThat(unobserved).containsExactly(false, false);
    }

    private Mono<Tensor> step() {
        return Run.of("ann").predict(batcher, Run.of("ann").start(), 0);
    }

    /** Notes how each call is made. */
    private final class Noting implements Denoiser {

        @Override
        public Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
            return Mono.deferContextual(context -> {
                unobserved.add(Unobserved.is(context));
                return model.predict(sample, timesteps, conditioning);
            });
        }

        @Override
        public DenoiserShape shape() {
            return model.shape();
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
