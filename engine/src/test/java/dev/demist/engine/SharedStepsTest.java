package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Caller;
import dev.demist.GenerationRequest;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One real model: neighbours and breaks change nothing in a picture. */
final class SharedStepsTest {

    private static final List<GenerationRequest> REQUESTS = List.of(
            request("a red apple", "pndm", 8, 5, 1),
            request("rocket", "euler-a", 6, 7, 2),
            request("octopus", "unipc", 5, 1, 3),
            request("sailboat", "ddim", 9, 3, 4));

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
    void neighboursDoNotChangeAPicture() {
        List<LatentState> alone = Flux.fromIterable(REQUESTS)
                .concatMap(request -> pipeline.denoise(request).last())
                .collectList()
                .block();
        List<LatentState> together = Flux.fromIterable(REQUESTS)
                .flatMapSequential(request -> inName(
                        request.prompt().text(), pipeline.denoise(request).last()))
                .collectList()
                .block();
        assertThat(together).isEqualTo(alone);
    }

    @Test
    void cutAtAnyStepAndReadFromBytesTheSameBitsFollow() {
        GenerationRequest request = request("a red apple", "unipc", 4, 5, 1);
        List<LatentState> uncut = pipeline.denoise(request).collectList().block();
        for (LatentState cut : uncut) {
            LatentState read = LatentStates.read(LatentStates.write(cut));
            List<LatentState> rest =
                    pipeline.resume(request, read).collectList().block();
            assertThat(rest).isEqualTo(uncut.subList(cut.call(), uncut.size()));
        }
    }

    private static Mono<LatentState> inName(String user, Mono<LatentState> picture) {
        return picture.contextWrite(Caller.of(user));
    }

    private static GenerationRequest request(String prompt, String scheduler, int steps, double guidance, long seed) {
        return GenerationRequest.builder(prompt)
                .scheduler(SchedulerChoice.of(scheduler))
                .steps(steps)
                .guidance(guidance)
                .seed(seed)
                .build();
    }
}
