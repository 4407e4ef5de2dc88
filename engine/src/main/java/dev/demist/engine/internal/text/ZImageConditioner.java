package dev.demist.engine.internal.text;

import dev.demist.ResolvedRequest;
import dev.demist.engine.internal.model.zimage.ZImageTransformer;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.TextOutput;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The conditioning of Z-Image: the states of Qwen3 before its last layer, as many as the prompt has tokens. Each prompt
 * is encoded by itself, so that one that comes again, such as an empty negative prompt, is known.
 *
 * @param text tokenizer and encoder
 * @param width of the encoder's states
 */
public record ZImageConditioner(QwenText text, int width) implements TextConditioner {

    private static final String STATES = TextOutput.hidden(-2);

    @Override
    public Mono<Conditioning> encode(ResolvedRequest request, int rows) {
        ClipSkip.refuse(request);
        return Flux.fromIterable(ClipConditioner.prompts(request, rows))
                .concatMap(prompt -> text.encode(prompt, Set.of(STATES)))
                .map(outputs -> Objects.requireNonNull(outputs.get(STATES)))
                .collectList()
                .map(this::conditioning);
    }

    /** All texts as long as the longest one, with their own lengths. */
    private Conditioning conditioning(List<Tensor> states) {
        int longest = states.stream().mapToInt(it -> it.size(1)).max().orElse(0);
        float[] lengths = new float[states.size()];
        for (int row = 0; row < lengths.length; row++) {
            lengths[row] = states.get(row).size(1);
        }
        Tensor[] filled = states.stream().map(it -> filled(it, longest)).toArray(Tensor[]::new);
        return Conditioning.NONE
                .with(ZImageTransformer.TEXT, Tensor.concat(0, filled))
                .with(ZImageTransformer.LENGTH, Tensor.wrap(lengths, lengths.length));
    }

    private static Tensor filled(Tensor states, int length) {
        int missing = length - states.size(1);
        return missing == 0 ? states : Tensor.concat(1, states, Tensor.zeros(1, missing, states.size(2)));
    }
}
