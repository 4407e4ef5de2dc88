package dev.demist.engine.pipeline;

import dev.demist.Checkpoint;
import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.LoraChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A recorded pipeline: the settings that {@code make_model_goldens.py} gave it, by the name of its folder.
 *
 * @param checkpoint what it ran
 * @param requests one for each picture
 * @param useImage whether the recorded input picture goes in
 * @param useMask whether the recorded mask goes in
 */
record PipelineCase(Checkpoint checkpoint, List<GenerationRequest> requests, boolean useImage, boolean useMask) {

    static PipelineCase of(Path folder, Checkpoint base) {
        Path all = folder.getParent();
        Checkpoint ddim = base.with("scheduler", all.resolve("pipe-sd-ddim/scheduler"));
        Checkpoint euler = base.with("scheduler", all.resolve("pipe-sdxl/scheduler"));
        String name = folder.getFileName().toString();
        return switch (name) {
            case "pipe-ddpm" ->
                new PipelineCase(
                        Checkpoint.of(folder),
                        List.of(GenerationRequest.builder("").seed(3L).steps(20).build()),
                        false,
                        false);
            case "pipe-img2img" -> fromImage(ddim, request(10, 41).strength(0.6), false);
            case "pipe-img2img-euler" -> fromImage(euler, request(10, 41).strength(0.6), false);
            case "pipe-inpaint-4" -> fromImage(ddim, request(10, 42).strength(0.8), true);
            case "pipe-inpaint-9" ->
                fromImage(
                        ddim.with("unet", all.resolve("unet-inpaint")),
                        request(10, 43).strength(1),
                        true);
            case "pipe-controlnet" ->
                fromImage(
                        ddim.with("controlnet", all.resolve("controlnet")),
                        request(6, 44).controlScale(0.7),
                        false);
            case "pipe-clip-skip" -> text(ddim, request(6, 45).clipSkip(1).guidanceRescale(0.7));
            case "pipe-batch" ->
                new PipelineCase(
                        ddim, List.of(request(6, 46).build(), request(6, 47).build()), false, false);
            case "pipe-lora" ->
                text(
                        ddim.withLoras(List.of(new LoraChoice(
                                folder.resolve("lora.safetensors").toString(), 0.75))),
                        request(6, 48));
            case "pipe-sdxl" -> text(Checkpoint.of(folder), request(6, 49));
            default -> text(ownScheduler(folder, base), request(8, 5).width(96));
        };
    }

    private static Checkpoint ownScheduler(Path folder, Checkpoint base) {
        return Files.isDirectory(folder.resolve("scheduler"))
                ? base.with("scheduler", folder.resolve("scheduler"))
                : base;
    }

    private static GenerationRequestBuilder request(int steps, long seed) {
        return GenerationRequest.builder("a red apple")
                .negativePrompt("blurry")
                .guidance(5.0)
                .steps(steps)
                .seed(seed)
                .width(64)
                .height(64);
    }

    private static PipelineCase text(Checkpoint checkpoint, GenerationRequestBuilder request) {
        return new PipelineCase(checkpoint, List.of(request.build()), false, false);
    }

    private static PipelineCase fromImage(Checkpoint checkpoint, GenerationRequestBuilder request, boolean mask) {
        return new PipelineCase(checkpoint, List.of(request.build()), true, mask);
    }
}
