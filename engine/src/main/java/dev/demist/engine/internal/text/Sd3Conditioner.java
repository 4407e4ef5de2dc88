package dev.demist.engine.internal.text;

import static java.util.Objects.requireNonNull;

import dev.demist.ResolvedRequest;
import dev.demist.engine.internal.text.ClipText.Encoded;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.TextOutput;
import dev.demist.scheduler.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The conditioning of Stable Diffusion 3 (Esser et al., 2024): the penultimate states of two CLIPs side by side, filled
 * up with zeros to the width of T5's states, which follow them; and the pooled texts of both CLIPs.
 *
 * @param clips the CLIPs
 * @param t5 the T5; null stands for states of zeros, with which the model was trained as well
 * @param length of T5's rows
 * @param width of T5's states
 */
public record Sd3Conditioner(List<ClipText> clips, @Nullable T5Text t5, int length, int width)
        implements TextConditioner {

    /** The name of the pooled texts among the denoiser's inputs. */
    private static final String POOLED = "pooled_projections";

    /** Copies the list. */
    public Sd3Conditioner {
        clips = List.copyOf(clips);
    }

    @Override
    public Mono<Conditioning> encode(ResolvedRequest request, int rows) {
        List<String> prompts = ClipConditioner.prompts(request, rows);
        return clips(prompts, request.clipSkip())
                .flatMap(encoded -> t5(prompts).map(states -> conditioning(encoded, states)));
    }

    private Mono<List<Encoded>> clips(List<String> prompts, int skip) {
        return Mono.fromCallable(() -> clips.stream()
                        .mapToInt(clip -> clip.chunks(prompts))
                        .max()
                        .orElse(1))
                .flatMapMany(chunks -> Flux.fromIterable(clips)
                        .concatMap(clip ->
                                clip.encode(prompts, chunks, skip, ClipText::penultimate, TextOutput.PROJECTED)))
                .collectList();
    }

    private Mono<Tensor> t5(List<String> prompts) {
        return t5 == null ? Mono.just(Tensor.zeros(prompts.size(), length, width)) : t5.encode(prompts);
    }

    private Conditioning conditioning(List<Encoded> encoded, Tensor states) {
        Tensor clip = Tensor.concat(2, encoded.stream().map(Encoded::context).toArray(Tensor[]::new));
        Tensor[] pooled =
                encoded.stream().map(it -> requireNonNull(it.pooled())).toArray(Tensor[]::new);
        return Conditioning.text(Tensor.concat(1, filledUp(clip), states)).with(POOLED, Tensor.concat(1, pooled));
    }

    private Tensor filledUp(Tensor clip) {
        int missing = width - clip.size(2);
        return missing == 0 ? clip : Tensor.concat(2, clip, Tensor.zeros(clip.size(0), clip.size(1), missing));
    }

    @Override
    public int width() {
        return width;
    }
}
