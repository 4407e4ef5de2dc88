package dev.demist.spring;

import dev.demist.GenerationRequest;
import dev.demist.Pipeline;
import dev.demist.Preview;
import io.micrometer.observation.ObservationRegistry;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.image.Image;
import org.springframework.ai.image.ImageGeneration;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.image.ImageResponse;
import org.springframework.ai.image.observation.DefaultImageModelObservationConvention;
import org.springframework.ai.image.observation.ImageModelObservationContext;
import org.springframework.ai.image.observation.ImageModelObservationDocumentation;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Draws with the models of an engine: all at once, as a stream, or with Demist's own requests. Pictures of one prompt,
 * and those of several callers, are drawn together where their sizes allow it. Thread-safe.
 *
 * <p>Pictures come as {@code b64_json}: PNG files, each finished one with its recipe. Errors are
 * {@link dev.demist.DemistException}.
 */
public final class DemistImageModel implements ImageModel, StreamingImageModel {

    private static final String PROVIDER = "demist";

    private final Function<@Nullable String, Pipeline> models;
    private final Prompts prompts;
    private final ImageDefaults defaults;
    private final ObservationRegistry observations;

    /**
     * A model.
     *
     * @param models opens a model by its name, null for the default one; may block
     * @param defaults what prompts leave open
     * @param observations receives an observation of each {@link #call}
     */
    public DemistImageModel(
            Function<@Nullable String, Pipeline> models, ImageDefaults defaults, ObservationRegistry observations) {
        this.models = models;
        this.prompts = new Prompts(defaults);
        this.defaults = defaults;
        this.observations = observations;
    }

    /** The finished pictures of a prompt. Blocks until the last one is drawn. */
    @Override
    public ImageResponse call(ImagePrompt prompt) {
        return ImageModelObservationDocumentation.IMAGE_MODEL_OPERATION
                .observation(
                        null,
                        new DefaultImageModelObservationConvention(),
                        () -> ImageModelObservationContext.builder()
                                .imagePrompt(prompt)
                                .provider(PROVIDER)
                                .build(),
                        observations)
                .observe(() -> drawn(prompt));
    }

    // Captured, so that the observations of steps are children of the one that is current on this thread.
    private ImageResponse drawn(ImagePrompt prompt) {
        return Flux.fromIterable(prompts.requests(prompt))
                .index()
                .flatMapSequential(numbered -> pipeline(numbered.getT2())
                        .flatMap(pipeline -> pipeline.draw(numbered.getT2()))
                        .map(drawn -> generation(numbered.getT1().intValue(), drawn)))
                .collectList()
                .map(ImageResponse::new)
                .contextCapture()
                .blockOptional()
                .orElseThrow();
    }

    /**
     * The pictures of a prompt while they are drawn, with {@link DemistImageMetadata}: previews, then the finished
     * ones. Driven by demand: one requested response is one step, and none is taken without.
     */
    @Override
    public Flux<ImageResponse> stream(ImagePrompt prompt) {
        return Flux.fromIterable(prompts.requests(prompt))
                .index()
                .flatMap(
                        numbered -> previews(numbered.getT2())
                                .map(preview -> generation(numbered.getT1().intValue(), preview)),
                        Integer.MAX_VALUE,
                        1)
                .map(picture -> new ImageResponse(List.of(picture)));
    }

    /**
     * The previews of a request of Demist's own, then the finished picture; see {@link Pipeline#previews}. What the
     * request leaves open is filled in from {@code demist.image.*}.
     */
    public Flux<Preview> previews(GenerationRequest request) {
        GenerationRequest filled = defaults.fill(request).build();
        return pipeline(filled).flatMapMany(pipeline -> pipeline.previews(filled, defaults.preview()));
    }

    /** The finished picture of a request of Demist's own; see {@link Pipeline#draw}. */
    public Mono<Preview> draw(GenerationRequest request) {
        GenerationRequest filled = defaults.fill(request).build();
        return pipeline(filled).flatMap(pipeline -> pipeline.draw(filled));
    }

    private Mono<Pipeline> pipeline(GenerationRequest request) {
        return Mono.fromCallable(() -> models.apply(request.model())).subscribeOn(Schedulers.boundedElastic());
    }

    private static ImageGeneration generation(int index, Preview preview) {
        String base64 = Base64.getEncoder().encodeToString(preview.png());
        return new ImageGeneration(new Image(null, base64), DemistImageMetadata.of(index, preview));
    }
}
