package dev.demist;

import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A {@link GenerationRequest} with every default filled in, checked against a model: nothing in it is left to be
 * decided, so the same one always gives the same picture. Immutable; made by {@link Pipeline#resolve}.
 */
public final class ResolvedRequest {

    private static final long SEEDS = 1L << 32;

    private final GenerationRequest request;

    private ResolvedRequest(GenerationRequest request) {
        this.request = request;
    }

    /**
     * The request with everything filled in that {@code model} prefers, and a drawn seed of 0 ... 2^32 - 1 if it has
     * none. For implementations of {@link Pipeline}, which check what only they can know: parts, scheduler and states.
     *
     * @throws DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public static ResolvedRequest of(GenerationRequest request, ModelInfo model) {
        String prompt = request.prompt().text();
        if (prompt == null && model.takesPrompt()) {
            throw DemistException.missing("prompt", "it must be a text; an empty one draws without words");
        }
        SchedulerChoice choice = request.scheduler();
        Size size = request.sized(model, Size.MAX).size();
        GenerationRequest filled = request.toBuilder()
                .prompt(or(prompt, ""))
                .model(model.name())
                .scheduler(choice.withName(or(choice.name(), model.scheduler())))
                .steps(choice.steps(request.steps(), model.steps()))
                .guidance(or(request.guidance().scale(), model.guidance()))
                .seed(or(
                        request.exactSeed(),
                        BigInteger.valueOf(ThreadLocalRandom.current().nextLong(SEEDS))))
                .width(size.width())
                .height(size.height())
                .build();
        ResolvedRequest resolved = new ResolvedRequest(filled);
        checkSide("width", resolved.width(), model);
        checkSide("height", resolved.height(), model);
        return resolved;
    }

    /**
     * A request that was resolved before, read back from where it was kept.
     *
     * @throws DemistException INVALID_REQUEST if something is left open in it
     */
    public static ResolvedRequest kept(GenerationRequest request) {
        require("prompt", request.prompt().text());
        require("model", request.model());
        require("scheduler", request.scheduler().name());
        require("steps", request.steps());
        require("guidance", request.guidance().scale());
        require("seed", request.exactSeed());
        require("width", request.size().width());
        require("height", request.size().height());
        return new ResolvedRequest(request);
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw DemistException.missing(field, "the request was not resolved");
        }
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private static void checkSide(String field, int side, ModelInfo model) {
        int multiple = model.sizeMultiple();
        Check.that(
                side % multiple == 0,
                field,
                side,
                "it must be a multiple of " + multiple + " for model " + model.name());
    }

    /** This as a request, which resolves to the same again. */
    @JsonValue
    public GenerationRequest request() {
        return request;
    }

    /** A builder of another request that starts from this one. */
    public GenerationRequestBuilder toBuilder() {
        return request.toBuilder();
    }

    /** This with another seed. */
    public ResolvedRequest withSeed(long seed) {
        return new ResolvedRequest(toBuilder().seed(seed).build());
    }

    /** This with the seed that is {@code count} further on; behind 2^64 - 1 comes 0. */
    public ResolvedRequest withNextSeed(long count) {
        BigInteger next = exactSeed().add(BigInteger.valueOf(count));
        BigInteger seeds = BigInteger.TWO.pow(Long.SIZE);
        BigInteger seed = next.compareTo(seeds) < 0 ? next : next.subtract(seeds);
        return new ResolvedRequest(toBuilder().seed(seed).build());
    }

    /**
     * This with its pictures replaced, such as references by what they stand for.
     *
     * @param replacement from a picture's field in JSON and the picture to the new one
     */
    public ResolvedRequest withPictures(BiFunction<String, PictureSource, PictureSource> replacement) {
        return new ResolvedRequest(request.withPictures(replacement));
    }

    /** The wanted picture in words; empty draws without words. */
    public String prompt() {
        return Objects.requireNonNull(request.prompt().text());
    }

    /** The unwanted in words; empty if there is nothing. */
    public String negativePrompt() {
        return request.prompt().negative();
    }

    /** How many of the text encoder's last layers to skip, 0 ... 11. */
    public int clipSkip() {
        return request.prompt().clipSkip();
    }

    /** The name of the model that it is for. */
    public String model() {
        return Objects.requireNonNull(request.model());
    }

    /**
     * The name of the preset that settings are of, or {@link Preset#NONE} if one was refused; null if there is none.
     */
    public @Nullable String preset() {
        return request.preset();
    }

    /** The scheduler, by its name. */
    public SchedulerChoice scheduler() {
        return request.scheduler();
    }

    /** The number of steps, 1 ... 1,000. */
    public int steps() {
        return Objects.requireNonNull(request.steps());
    }

    /** Every how many steps the whole network is computed, 2 ... 1,000; 0 for every step. */
    public int reuse() {
        return request.reuse();
    }

    /** The scale of guidance, 0 ... 100; up to 1 means none. */
    public double guidanceScale() {
        return Objects.requireNonNull(request.guidance().scale());
    }

    /** All the settings of guidance. */
    public GuidanceSettings guidance() {
        return request.guidance();
    }

    /** The 64 bits of the seed of the noise. */
    public long seed() {
        return exactSeed().longValue();
    }

    /** The seed as the number that was given, -2^63 ... 2^64 - 1. */
    public BigInteger exactSeed() {
        return Objects.requireNonNull(request.exactSeed());
    }

    /** In pixels. */
    public int width() {
        return Objects.requireNonNull(request.size().width());
    }

    /** In pixels. */
    public int height() {
        return Objects.requireNonNull(request.size().height());
    }

    /** The picture to start from; null starts from noise. */
    public @Nullable Start start() {
        return request.start();
    }

    /** The pictures that steer. */
    public List<Control> controls() {
        return request.controls();
    }

    /** The pictures that the prompt speaks of. */
    public List<PictureSource> references() {
        return request.references();
    }

    /** How pictures of another shape than the result are fitted to it. */
    public Fit fit() {
        return request.fit();
    }

    /** The additions to the model. */
    public Adapters adapters() {
        return request.adapters();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResolvedRequest that && request.equals(that.request);
    }

    @Override
    public int hashCode() {
        return request.hashCode();
    }

    @Override
    public String toString() {
        return "Resolved" + request;
    }
}
