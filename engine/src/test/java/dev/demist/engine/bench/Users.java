package dev.demist.engine.bench;

import dev.demist.Caller;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.Pipeline;
import dev.demist.ResolvedRequest;
import dev.demist.SchedulerChoice;
import java.util.List;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;

/** Simulated users and what they ask for: prompts, plans, steps and guidance of all kinds. */
final class Users {

    private static final List<String> PROMPTS =
            List.of("a red apple", "rocket", "octopus", "sailboat", "a green tree", "smiling face", "pizza", "snowman");
    private static final List<String> SCHEDULERS = List.of("pndm", "euler-a", "unipc", "ddim", "dpm", "heun", "lms");
    private static final double[] GUIDANCE = {5, 1, 7.5, 3};
    private static final int[] STEPS = {8, 12, 6, 10, 20};

    private Users() {}

    /** The {@code i}-th of all requests; each is different. */
    static ResolvedRequest request(Pipeline pipeline, int i) {
        return pipeline.resolve(GenerationRequest.builder(PROMPTS.get(i % PROMPTS.size()))
                        .scheduler(SchedulerChoice.of(SCHEDULERS.get(i % SCHEDULERS.size())))
                        .steps(STEPS[i % STEPS.length])
                        .guidance(GUIDANCE[i % GUIDANCE.length])
                        .seed((long) i)
                        .build())
                .block();
    }

    static List<ResolvedRequest> requests(Pipeline pipeline, int count) {
        return IntStream.range(0, count).mapToObj(i -> request(pipeline, i)).toList();
    }

    /** The states of a request in the name of a user. */
    static Flux<LatentState> states(Pipeline pipeline, ResolvedRequest request, String user) {
        return pipeline.denoise(request).contextWrite(Caller.of(user));
    }

    /** The rows that a step of a request takes of a model call. */
    static int rows(ResolvedRequest request) {
        return request.guidanceScale() > 1 ? 2 : 1;
    }
}
