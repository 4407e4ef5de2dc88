package dev.demist.server.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.Pipeline;
import dev.demist.ResolvedRequest;
import dev.demist.server.testing.FakePipeline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class OnDemandPipelineTest {

    private final List<FakePipeline> opened = new CopyOnWriteArrayList<>();
    private final Pipeline pipeline = new OnDemandPipeline(new FakePipeline("fake", true).info(), this::open);
    private final ResolvedRequest request = resolved();

    private ResolvedRequest resolved() {
        return pipeline.resolve(
                        GenerationRequest.builder("a red apple").steps(3).build())
                .block();
    }

    private Pipeline open() {
        FakePipeline fake = new FakePipeline("fake", true);
        opened.add(fake);
        return fake;
    }

    private long users() {
        return opened.stream().filter(fake -> fake.closings.get() == 0).count();
    }

    @BeforeEach
    void nobodyHoldsIt() {
        assertThat(users()).isZero();
        opened.clear();
    }

    @Test
    void isNotOpenedBeforeItIsAsked() {
        pipeline.denoise(request);
        assertThat(pipeline.info().name()).isEqualTo("fake");
        assertThat(opened).isEmpty();
    }

    @Test
    void isHeldAsLongAsARunGoesOn() {
        StepVerifier.create(pipeline.denoise(request), 1)
                .expectNextCount(1)
                .then(() -> assertThat(users()).isEqualTo(1))
                .thenRequest(10)
                .expectNextCount(2)
                .verifyComplete();
        assertThat(users()).isZero();
        assertThat(opened).hasSize(1);
    }

    @Test
    void isLetGoWhenARunIsCancelled() {
        Flux<Integer> steps = pipeline.denoise(request).map(LatentState::call);
        StepVerifier.create(steps.take(1)).expectNext(1).verifyComplete();
        Mono<Long> nobodyLeft = Mono.fromSupplier(this::users)
                .repeat()
                .filter(left -> left == 0)
                .next()
                .timeout(Duration.ofSeconds(20));
        StepVerifier.create(nobodyLeft).expectNext(0L).verifyComplete();
    }

    @Test
    void isOpenForOnePicture() {
        StepVerifier.create(pipeline.denoise(request).last().flatMap(pipeline::decode))
                .assertNext(picture -> assertThat(picture.width()).isPositive())
                .verifyComplete();
        assertThat(opened).hasSize(2);
        assertThat(users()).isZero();
    }
}
