package dev.demist.server.run.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.demist.GenerationRequest;
import dev.demist.LoraChoice;
import dev.demist.SchedulerChoice;
import dev.demist.server.json.Json;
import dev.demist.server.models.Models;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/v1/runs}; null stands for the default. Meanings and ranges as in
 * {@link GenerationRequest}.
 *
 * @param model a name of {@link Models#names}
 * @param count how many runs, with seeds s, s + 1, ...
 * @param image a {@code data:} address of a PNG or JPEG to start from, or the reference that another run shows for it
 * @param mask the same: white is repainted
 * @param from the state of another run to go on from
 * @param controlNet a name of a ControlNet: a folder under {@code controlnets} in the models folder, or a repository
 * @param controlImage what it sees, given as {@code image} is
 * @param embeddings names of textual inversions under {@code embeddings} in the models folder
 * @param priority which of the user's own runs come first, larger before smaller: -100 to 100
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRequest(
        @Nullable String prompt,
        @Nullable String negativePrompt,
        @Nullable String model,
        @Nullable Scheduler scheduler,
        @Nullable Long steps,
        @Nullable Double guidance,
        @Nullable Long seed,
        @Nullable Long width,
        @Nullable Long height,
        @Nullable Long count,
        @Nullable String image,
        @Nullable Double strength,
        @Nullable String mask,
        @Nullable Fork from,
        @Nullable List<Lora> loras,
        @Nullable Long clipSkip,
        @Nullable Double guidanceRescale,
        @Nullable String controlNet,
        @Nullable String controlImage,
        @Nullable Double controlScale,
        @Nullable List<String> embeddings,
        @Nullable Long priority) {

    private static final RunRequest NOTHING = Json.convert(JsonNodeFactory.instance.objectNode(), RunRequest.class);

    /**
     * A scheduler and what to change in its configuration.
     *
     * @param name null for the checkpoint's own
     * @param options keys as diffusers writes them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Scheduler(@Nullable String name, @Nullable Map<String, Object> options) {

        SchedulerChoice choice() {
            if (options != null) {
                options.forEach((key, value) -> Checks.that(
                        value != null, "scheduler.options." + key, "null", "leave the key out for its default"));
            }
            return new SchedulerChoice(name, options == null ? Map.of() : options);
        }
    }

    /**
     * A low-rank adaptation.
     *
     * @param name a file under the models folder
     * @param weight 1 by default
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Lora(@Nullable String name, @Nullable Double weight) {

        static Lora of(LoraChoice choice) {
            return new Lora(choice.name(), choice.weight());
        }

        LoraChoice choice() {
            Checks.that(name != null && !name.isBlank(), "loras.name", name, "the name of a LoRA");
            return new LoraChoice(Objects.requireNonNull(name), weight == null ? 1 : weight);
        }
    }

    public long priorityOr0() {
        return priority == null ? 0 : priority;
    }

    public long widthOr(long otherwise) {
        return width == null ? otherwise : width;
    }

    public long heightOr(long otherwise) {
        return height == null ? otherwise : height;
    }

    /** This as the engine wants it, read within {@code limits}. */
    public GenerationRequest toGeneration(Limits limits, Inputs inputs) {
        return GenerationRequest.builder(prompt == null ? "" : prompt)
                .negativePrompt(negativePrompt == null ? "" : negativePrompt)
                .scheduler(scheduler == null ? SchedulerChoice.OF_CHECKPOINT : scheduler.choice())
                .steps(Checks.integer("steps", steps, 1, 1000))
                .guidance(guidance)
                .seed(seed)
                .width(limits.side("width", width))
                .height(limits.side("height", height))
                .image(inputs.picture("image", image))
                .strength(strength == null ? 0.8 : strength)
                .mask(inputs.picture("mask", mask))
                .loras(
                        loras == null
                                ? List.of()
                                : loras.stream().map(Lora::choice).toList())
                .clipSkip(Objects.requireNonNullElse(Checks.integer("clipSkip", clipSkip, 0, 11), 0))
                .guidanceRescale(guidanceRescale == null ? 0 : guidanceRescale)
                .controlNet(controlNet)
                .controlImage(inputs.picture("controlImage", controlImage))
                .controlScale(controlScale == null ? 1 : controlScale)
                .embeddings(embeddings == null ? List.of() : embeddings)
                .build();
    }

    /**
     * What {@code complete}, a completed request for {@code model}, looks like in JSON; start pictures are left out.
     */
    public static RunRequest of(GenerationRequest complete, String model) {
        return NOTHING.completed(complete, model, complete.seed());
    }

    /** This with all that {@code complete} has filled in, as one run of {@code model} with {@code seed}. */
    public RunRequest completed(GenerationRequest complete, String modelName, @Nullable Long ownSeed) {
        SchedulerChoice choice = complete.scheduler();
        return new RunRequest(
                complete.prompt(),
                complete.negativePrompt(),
                modelName,
                new Scheduler(choice.name(), choice.options().isEmpty() ? null : choice.options()),
                toLong(complete.steps()),
                complete.guidance(),
                ownSeed,
                toLong(complete.width()),
                toLong(complete.height()),
                1L,
                image,
                image == null ? null : Double.valueOf(complete.strength()),
                mask,
                from,
                complete.loras().isEmpty()
                        ? null
                        : complete.loras().stream().map(Lora::of).toList(),
                (long) complete.clipSkip(),
                complete.guidanceRescale(),
                complete.controlNet(),
                controlImage,
                controlImage == null ? null : Double.valueOf(complete.controlScale()),
                complete.embeddings().isEmpty() ? null : complete.embeddings(),
                priority);
    }

    private static @Nullable Long toLong(@Nullable Integer value) {
        return value == null ? null : Long.valueOf(value);
    }

    /**
     * The reference of the picture of that name, {@code image}, {@code mask} or {@code controlImage}; null if there is
     * none.
     */
    @Nullable
    public String input(String name) {
        return switch (name) {
            case "image" -> image;
            case "mask" -> mask;
            case "controlImage" -> controlImage;
            default -> null;
        };
    }

    /** This with its pictures kept, and referred to. */
    public RunRequest kept(Inputs inputs) {
        return with(inputs.keep("image", image), inputs.keep("mask", mask), inputs.keep("controlImage", controlImage));
    }

    private RunRequest with(
            @Nullable String otherImage, @Nullable String otherMask, @Nullable String otherControlImage) {
        return new RunRequest(
                prompt,
                negativePrompt,
                model,
                scheduler,
                steps,
                guidance,
                seed,
                width,
                height,
                count,
                otherImage,
                strength,
                otherMask,
                from,
                loras,
                clipSkip,
                guidanceRescale,
                controlNet,
                otherControlImage,
                controlScale,
                embeddings,
                priority);
    }
}
