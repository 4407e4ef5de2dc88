package dev.demist.engine.internal.text;

import static java.util.Objects.requireNonNull;

import dev.demist.ResolvedRequest;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.TextOutput;
import dev.demist.scheduler.Tensor;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The conditioning of FLUX.1 (Black Forest Labs, 2024): the states of T5, and the pooled text of CLIP.
 *
 * @param clip the CLIP, of which long prompts use the first chunk
 * @param t5 the T5
 * @param width of T5's states
 */
public record FluxConditioner(ClipText clip, T5Text t5, int width) implements TextConditioner {

    /** The name of the pooled text among the denoiser's inputs. */
    private static final String POOLED = "pooled_projections";

    @Override
    public Mono<Conditioning> encode(ResolvedRequest request, int rows) {
        ClipSkip.refuse(request);
        List<String> prompts = ClipConditioner.prompts(request, rows);
        return pooled(prompts).flatMap(pooled -> t5.encode(prompts)
                .map(states -> Conditioning.text(states).with(POOLED, pooled)));
    }

    private Mono<Tensor> pooled(List<String> prompts) {
        return Mono.defer(() -> clip.encode(prompts, clip.chunks(prompts), 0, ClipText::context, TextOutput.POOLED))
                .map(encoded -> requireNonNull(encoded.pooled()));
    }
}
