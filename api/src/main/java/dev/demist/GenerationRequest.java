package dev.demist;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to draw. Null stands for "the model's default"; {@link Pipeline#complete} fills it in.
 *
 * @param prompt what to draw, at most 10,000 characters; empty for unconditional models
 * @param negativePrompt what to keep away from
 * @param scheduler which scheduler
 * @param steps 1 ... 1,000
 * @param guidance classifier-free guidance scale, 0 ... 100; up to 1 means none
 * @param guidanceRescale phi of Lin et al. (2023), 0 ... 1
 * @param clipSkip how many of the text encoder's last layers to skip, 0 ... 11
 * @param seed of the noise; any long, of which torch's generator uses the low 32 bits
 * @param width in pixels, a multiple of 8
 * @param height in pixels, a multiple of 8
 * @param image the picture to start from
 * @param strength how much of the start picture to replace, above 0 ... 1
 * @param mask what to repaint of {@code image}: white is repainted
 * @param controlNet which ControlNet steers, by name; null for the checkpoint's own, if it has one
 * @param controlImage the picture that the ControlNet sees: edges, depth, a pose
 * @param controlScale the weight of the ControlNet's residuals, 0 ... 10
 * @param loras what to merge into the weights
 * @param embeddings which textual inversions the prompts may use, by name
 */
public record GenerationRequest(
        String prompt,
        String negativePrompt,
        SchedulerChoice scheduler,
        @Nullable Integer steps,
        @Nullable Double guidance,
        double guidanceRescale,
        int clipSkip,
        @Nullable Long seed,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Picture image,
        double strength,
        @Nullable Picture mask,
        @Nullable String controlNet,
        @Nullable Picture controlImage,
        double controlScale,
        List<LoraChoice> loras,
        List<String> embeddings) {

    private static final int MAX_PROMPT = 10_000;

    /** Checks what needs no model to be checked. */
    public GenerationRequest {
        loras = List.copyOf(loras);
        embeddings = List.copyOf(embeddings);
        check(prompt.length() <= MAX_PROMPT, "prompt", prompt.length() + " characters", "at most " + MAX_PROMPT);
        check(
                negativePrompt.length() <= MAX_PROMPT,
                "negativePrompt",
                negativePrompt.length() + " characters",
                "at most " + MAX_PROMPT);
        check(steps == null || (steps >= 1 && steps <= 1000), "steps", steps, "1 to 1000");
        check(guidance == null || (guidance >= 0 && guidance <= 100), "guidance", guidance, "0 to 100");
        check(guidanceRescale >= 0 && guidanceRescale <= 1, "guidanceRescale", guidanceRescale, "0 to 1");
        check(clipSkip >= 0 && clipSkip <= 11, "clipSkip", clipSkip, "0 to 11");
        checkSide("width", width);
        checkSide("height", height);
        check(strength > 0 && strength <= 1, "strength", strength, "above 0, up to 1");
        check(
                controlNet == null || controlImage != null,
                "controlImage",
                "missing",
                "a picture for the ControlNet " + controlNet);
        check(controlScale >= 0 && controlScale <= 10, "controlScale", controlScale, "0 to 10");
    }

    private static void checkSide(String field, @Nullable Integer side) {
        check(
                side == null || (side >= 8 && side <= 16384 && side % 8 == 0),
                field,
                side,
                "a multiple of 8 from 8 to 16384");
    }

    private static void check(boolean holds, String field, @Nullable Object value, String allowed) {
        if (!holds) {
            throw DemistException.invalid(field, String.valueOf(value), "allowed: " + allowed);
        }
    }

    /** A request for {@code prompt} with every default. */
    public static GenerationRequest of(String prompt) {
        return builder(prompt).build();
    }

    /** Starts a request for {@code prompt}. */
    public static GenerationRequestBuilder builder(String prompt) {
        return new GenerationRequestBuilder(prompt);
    }

    /** A builder that starts from this request. */
    public GenerationRequestBuilder toBuilder() {
        return new GenerationRequestBuilder(this);
    }
}
