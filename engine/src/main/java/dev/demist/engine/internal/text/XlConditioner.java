package dev.demist.engine.internal.text;

import static java.util.Objects.requireNonNull;

import dev.demist.ResolvedRequest;
import dev.demist.engine.internal.text.ClipText.Encoded;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.TextOutput;
import dev.demist.scheduler.Tensor;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The conditioning of SDXL (Podell et al., 2023): the penultimate states of both encoders side by side, the second
 * one's pooled text, and the size that the original of the picture should seem to have had.
 *
 * @param texts one encoder (refiner) or two (base)
 * @param zerosForNoNegative whether a missing negative prompt means zeros instead of the states of an empty text
 * @param aesthetics whether the model wants an aesthetic score (refiner)
 */
public record XlConditioner(List<ClipText> texts, boolean zerosForNoNegative, boolean aesthetics)
        implements TextConditioner {

    private static final float GOOD_SCORE = 6;
    private static final float POOR_SCORE = 2.5f;

    /** Copies the list. */
    public XlConditioner {
        texts = List.copyOf(texts);
    }

    @Override
    public Mono<Conditioning> encode(ResolvedRequest request, int rows) {
        List<String> prompts = ClipConditioner.prompts(request, rows);
        boolean zeros =
                zerosForNoNegative && rows == 2 && request.negativePrompt().isEmpty();
        return Mono.fromSupplier(() -> chunks(prompts))
                .flatMapMany(chunks ->
                        Flux.range(0, texts.size()).concatMap(i -> encode(prompts, chunks, request.clipSkip(), i)))
                .collectList()
                .map(encoded -> conditioning(encoded, request, rows, zeros));
    }

    /**
     * An embedding may be many tokens to one encoder and a plain word to the other; their states stand side by side.
     */
    private int chunks(List<String> prompts) {
        return texts.stream().mapToInt(text -> text.chunks(prompts)).max().orElse(1);
    }

    private Mono<Encoded> encode(List<String> prompts, int chunks, int skip, int encoder) {
        boolean isLast = encoder == texts.size() - 1;
        return texts.get(encoder)
                .encode(prompts, chunks, skip, ClipText::penultimate, isLast ? TextOutput.PROJECTED : null);
    }

    private Conditioning conditioning(List<Encoded> encoded, ResolvedRequest request, int rows, boolean zeros) {
        Tensor context = Tensor.concat(2, encoded.stream().map(Encoded::context).toArray(Tensor[]::new));
        Tensor pooled = requireNonNull(encoded.get(encoded.size() - 1).pooled());
        return Conditioning.text(zeros ? withoutFirstRow(context) : context)
                .with("text_embeds", zeros ? withoutFirstRow(pooled) : pooled)
                .with("time_ids", timeIds(request, rows));
    }

    private static Tensor withoutFirstRow(Tensor tensor) {
        Tensor first = tensor.rows(0, 1);
        return Tensor.concat(0, Tensor.zeros(first.shape()), tensor.rows(1, tensor.size(0)));
    }

    private Tensor timeIds(ResolvedRequest request, int rows) {
        float height = request.height();
        float width = request.width();
        Tensor[] ids = new Tensor[rows];
        for (int row = 0; row < rows; row++) {
            float score = rows == 2 && row == 0 ? POOR_SCORE : GOOD_SCORE;
            ids[row] = aesthetics
                    ? Tensor.of(new float[] {height, width, 0, 0, score}, 1, 5)
                    : Tensor.of(new float[] {height, width, 0, 0, height, width}, 1, 6);
        }
        return Tensor.concat(0, ids);
    }

    @Override
    public int width() {
        return texts.stream().mapToInt(text -> text.shape().width()).sum();
    }
}
