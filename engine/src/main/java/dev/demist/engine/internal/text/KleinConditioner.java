package dev.demist.engine.internal.text;

import dev.demist.ResolvedRequest;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.TextOutput;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The conditioning of FLUX.2 klein: the states behind three layers of Qwen3, side by side. Each prompt is encoded by
 * itself, so that one that comes again, such as an empty negative prompt, is known.
 *
 * @param text tokenizer and encoder
 * @param width of the encoder's states
 */
public record KleinConditioner(QwenText text, int width) implements TextConditioner {

    /** The layers behind which states are taken. */
    public static final List<Integer> LAYERS = List.of(9, 18, 27);

    /** @param width of the encoder's states, of which there are three */
    public static KleinConditioner of(QwenText text, int width) {
        return new KleinConditioner(text, LAYERS.size() * width);
    }

    @Override
    public Mono<Conditioning> encode(ResolvedRequest request, int rows) {
        ClipSkip.refuse(request);
        return Flux.fromIterable(ClipConditioner.prompts(request, rows))
                .concatMap(this::states)
                .collectList()
                .map(all -> Conditioning.text(Tensor.concat(0, all.toArray(Tensor[]::new))));
    }

    private Mono<Tensor> states(String prompt) {
        Set<String> outputs = LAYERS.stream().map(TextOutput::hidden).collect(Collectors.toUnmodifiableSet());
        return text.encodePadded(prompt, outputs)
                .map(given -> Tensor.concat(
                        2,
                        IntStream.range(0, LAYERS.size())
                                .mapToObj(i -> Objects.requireNonNull(given.get(TextOutput.hidden(LAYERS.get(i)))))
                                .toArray(Tensor[]::new)));
    }
}
