package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Caller;
import dev.demist.FullPass;
import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.LatentState;
import dev.demist.LatentStates;
import dev.demist.Pipeline;
import dev.demist.Precision;
import dev.demist.SchedulerChoice;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** The default model with features taken over from step to step: breaks and neighbours change no bit. */
final class ReuseTest {

    @TempDir
    static Path cache;

    private static Engine engine;
    private static Pipeline pipeline;

    @BeforeAll
    static void open() {
        engine = Engine.builder().cache(cache).precision(Precision.FLOAT32).start();
        pipeline = engine.open("emoji");
    }

    @AfterAll
    static void close() {
        pipeline.close();
        engine.close();
    }

    @Test
    void theDefaultModelTakesIt() {
        assertThat(pipeline.info().takesReuse()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unipc", "heun", "euler-a"})
    void cutAtAnyStepAndReadFromBytesTheSameBitsFollow(String scheduler) {
        GenerationRequest request = request("a red apple", scheduler).reuse(3).build();
        List<LatentState> uncut = states(request);
        for (LatentState cut : uncut) {
            LatentState read = LatentStates.read(LatentStates.write(cut));
            List<LatentState> rest =
                    pipeline.resume(request, read).collectList().block();
            assertThat(rest).isEqualTo(uncut.subList(cut.call(), uncut.size()));
        }
    }

    @Test
    void theFirstStepIsThatOfAnExactRunAndTheOthersAreNear() {
        List<LatentState> exact = states(request("rocket", "unipc").build());
        List<LatentState> reused = states(request("rocket", "unipc").reuse(2).build());
        assertThat(reused.get(0).scheduler()).isEqualTo(exact.get(0).scheduler());
        assertThat(reused.get(1).scheduler()).isNotEqualTo(exact.get(1).scheduler());
    }

    @Test
    void statesBeforeAShallowStepNameTheirFullPass() {
        List<LatentState> states = states(request("rocket", "unipc").reuse(3).build());
        assertThat(states).extracting(ReuseTest::fullPass).containsExactly(0, 0, -1, 3, 3, -1, -1);
    }

    @Test
    void neighboursDoNotChangeAPicture() {
        List<GenerationRequest> requests = List.of(
                request("a red apple", "pndm").reuse(2).build(),
                request("rocket", "euler-a").build(),
                request("octopus", "unipc").reuse(3).guidance(1.0).build(),
                request("sailboat", "ddim").reuse(2).guidanceFrom(0.3).build());
        List<LatentState> alone = Flux.fromIterable(requests)
                .concatMap(request -> pipeline.denoise(request).last())
                .collectList()
                .block();
        List<LatentState> together = Flux.fromIterable(requests)
                .flatMapSequential(request -> pipeline.denoise(request)
                        .last()
                        .contextWrite(Caller.of(String.valueOf(request.prompt().text()))))
                .collectList()
                .block();
        assertThat(together).isEqualTo(alone);
    }

    private static int fullPass(LatentState state) {
        FullPass full = state.fullPass();
        return full == null ? -1 : full.call();
    }

    private static List<LatentState> states(GenerationRequest request) {
        return pipeline.denoise(request).collectList().block();
    }

    private static GenerationRequestBuilder request(String prompt, String scheduler) {
        return GenerationRequest.builder(prompt)
                .scheduler(SchedulerChoice.of(scheduler))
                .steps(7)
                .seed(3L);
    }
}
