package dev.demist.langchain4j;

import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.Pipeline;
import dev.demist.Preview;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.output.Response;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;

/**
 * An image model of LangChain4j over an opened pipeline. Every method blocks until its pictures are drawn. Pictures are
 * PNG files in base64, each with its recipe; errors are {@link DemistException}. Thread-safe; several callers' pictures
 * are drawn together. For pictures while they are drawn see {@link Pipeline#previews}.
 */
public final class DemistImageModel implements ImageModel {

    private static final long SEEDS = 1L << 32;

    private final Pipeline pipeline;
    private final GenerationRequest settings;

    /** A model with the pipeline's defaults. */
    public DemistImageModel(Pipeline pipeline) {
        this(pipeline, GenerationRequest.builder().build());
    }

    /**
     * A model.
     *
     * @param pipeline draws; whoever opened it closes it
     * @param settings what each picture is drawn with: steps, size, guidance, seed; its words are replaced
     */
    public DemistImageModel(Pipeline pipeline, GenerationRequest settings) {
        this.pipeline = pipeline;
        this.settings = settings;
    }

    @Override
    public Response<Image> generate(String prompt) {
        return drawn(settings.toBuilder().prompt(prompt).build());
    }

    /** Draws {@code n} pictures together; those after the first take the seeds that follow. */
    @Override
    public Response<List<Image>> generate(String prompt, int n) {
        if (n < 1) {
            throw DemistException.invalid("n", n, "it must be at least 1");
        }
        BigInteger seed = firstSeed();
        List<GenerationRequest> requests = IntStream.range(0, n)
                .mapToObj(i -> settings.toBuilder()
                        .prompt(prompt)
                        .seed(seed.add(BigInteger.valueOf(i)))
                        .build())
                .toList();
        return Response.from(Flux.fromIterable(requests)
                .flatMapSequential(pipeline::draw)
                .map(DemistImageModel::image)
                .collectList()
                .blockOptional()
                .orElseThrow());
    }

    private BigInteger firstSeed() {
        BigInteger seed = settings.exactSeed();
        return seed != null
                ? seed
                : BigInteger.valueOf(ThreadLocalRandom.current().nextLong(SEEDS));
    }

    /** Draws a picture that starts from another one; how much of it is replaced is the settings' strength, else 0.8. */
    @Override
    public Response<Image> edit(Image image, String prompt) {
        return drawn(settings.toBuilder()
                .prompt(prompt)
                .image(Pictures.picture("image", image))
                .build());
    }

    /** Repaints what is transparent in {@code mask}, or, if nothing can be, what is white. */
    @Override
    public Response<Image> edit(Image image, Image mask, String prompt) {
        return drawn(settings.toBuilder()
                .prompt(prompt)
                .image(Pictures.picture("image", image))
                .mask(Pictures.mask(mask))
                .build());
    }

    private Response<Image> drawn(GenerationRequest request) {
        return Response.from(pipeline.draw(request)
                .map(DemistImageModel::image)
                .blockOptional()
                .orElseThrow());
    }

    private static Image image(Preview drawn) {
        return Image.builder()
                .base64Data(Base64.getEncoder().encodeToString(drawn.png()))
                .mimeType("image/png")
                .build();
    }
}
