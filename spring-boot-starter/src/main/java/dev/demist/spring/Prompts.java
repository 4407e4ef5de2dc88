package dev.demist.spring;

import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.image.ImageMessage;
import org.springframework.ai.image.ImagePrompt;

/**
 * Prompts of Spring AI as requests.
 *
 * @param defaults what is not asked for otherwise
 */
record Prompts(ImageDefaults defaults) {

    private static final long SEEDS = 1L << 32;

    /** One request for each picture that is asked for, with seeds that follow each other. */
    List<GenerationRequest> requests(ImagePrompt prompt) {
        DemistImageOptions options = DemistImageOptions.of(prompt.getOptions());
        GenerationRequest request = worded(options.request(), prompt.getInstructions());
        if (options.n() == 1) {
            return List.of(request);
        }
        BigInteger asked = request.exactSeed();
        BigInteger first = asked != null
                ? asked
                : BigInteger.valueOf(ThreadLocalRandom.current().nextLong(SEEDS));
        return IntStream.range(0, options.n())
                .mapToObj(i -> request.toBuilder()
                        .seed(first.add(BigInteger.valueOf(i)))
                        .build())
                .toList();
    }

    /** Messages of a negative weight are what is not wanted. */
    private GenerationRequest worded(GenerationRequest request, List<ImageMessage> messages) {
        GenerationRequestBuilder worded = defaults.fill(request).prompt(words(messages, it -> weight(it) >= 0));
        String unwanted = words(messages, it -> weight(it) < 0);
        return unwanted.isEmpty()
                ? worded.build()
                : worded.negativePrompt(unwanted).build();
    }

    private static String words(List<ImageMessage> messages, Predicate<ImageMessage> which) {
        return messages.stream().filter(which).map(Prompts::words).collect(Collectors.joining(", "));
    }

    private static String words(ImageMessage message) {
        float weight = Math.abs(weight(message));
        return weight == 1 ? message.getText() : "(" + message.getText() + ":" + weight + ")";
    }

    private static float weight(ImageMessage message) {
        @Nullable Float weight = message.getWeight();
        return weight == null ? 1 : weight;
    }
}
