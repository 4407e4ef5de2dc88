package dev.demist.spring;

import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.image.ImageOptions;

/**
 * Everything that Demist can be asked for, as the options of a prompt of Spring AI. What the request leaves open is
 * filled in from the properties {@code demist.image.*}, then from the model's defaults. Immutable.
 *
 * @param request the request; the words of the prompt replace its own
 * @param n how many pictures, at least 1; those after the first take the seeds that follow
 */
public record DemistImageOptions(GenerationRequest request, int n) implements ImageOptions {

    /**
     * Checks the number.
     *
     * @throws DemistException INVALID_REQUEST if {@code n} is below 1
     */
    public DemistImageOptions {
        if (n < 1) {
            throw DemistException.invalid("n", n, "it must be at least 1");
        }
    }

    /** The options of one picture. */
    public static DemistImageOptions of(GenerationRequest request) {
        return new DemistImageOptions(request, 1);
    }

    /** Options of any provider as those of Demist; those that are null already stay open. */
    static DemistImageOptions of(@Nullable ImageOptions options) {
        if (options instanceof DemistImageOptions own) {
            return own;
        }
        if (options == null) {
            return of(GenerationRequest.builder().build());
        }
        if ("url".equals(options.getResponseFormat())) {
            throw DemistException.invalid("responseFormat", "url", "pictures come as b64_json");
        }
        GenerationRequest request = GenerationRequest.builder()
                .model(options.getModel())
                .width(options.getWidth())
                .height(options.getHeight())
                .build();
        Integer n = options.getN();
        return new DemistImageOptions(request, n == null ? 1 : n);
    }

    @Override
    public Integer getN() {
        return n;
    }

    @Override
    public @Nullable String getModel() {
        return request.model();
    }

    @Override
    public @Nullable Integer getWidth() {
        return request.size().width();
    }

    @Override
    public @Nullable Integer getHeight() {
        return request.size().height();
    }

    /** Always {@code b64_json}. */
    @Override
    public String getResponseFormat() {
        return "b64_json";
    }

    /** Always null: a style is words of the prompt. */
    @Override
    public @Nullable String getStyle() {
        return null;
    }
}
