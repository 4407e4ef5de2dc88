package dev.demist.engine.internal.checkpoint;

import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.ldm.LdmCheckpoint;
import dev.demist.engine.internal.weights.ldm.LdmFamily;
import dev.demist.engine.internal.weights.ldm.LdmPart;
import dev.demist.engine.tokenizer.ClipTokenizer;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.scheduler.SchedulerConfig;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A single file in the layout of the original Stable Diffusion. It holds no tokenizer: CLIP's, which all of them share,
 * comes with the embedded model.
 *
 * @param path the file
 * @param ldm its parts
 * @param tokenizers the folder of CLIP's {@code vocab.json} and {@code merges.txt}
 */
record SingleFileSource(Path path, LdmCheckpoint ldm, Path tokenizers) implements PartSource {

    static SingleFileSource open(Path path, Path tokenizers) {
        return new SingleFileSource(path, LdmCheckpoint.open(path), tokenizers);
    }

    @Override
    public String kind() {
        return switch (ldm.family()) {
            case SD1, SD2 -> "StableDiffusionPipeline";
            case SDXL -> "StableDiffusionXLPipeline";
            case SDXL_REFINER -> "StableDiffusionXLImg2ImgPipeline";
        };
    }

    @Override
    public Set<String> parts() {
        return Stream.of("unet", "vae", "text_encoder", "text_encoder_2", "tokenizer", "tokenizer_2", "scheduler")
                .filter(this::has)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Map<String, Object> settings(String part) {
        if (part.startsWith("tokenizer")) {
            return Map.of();
        }
        return part.equals("scheduler") ? ldm.scheduler() : part(part).config();
    }

    @Override
    public boolean has(String part) {
        return switch (part) {
            case "unet", "vae", "scheduler" -> true;
            case "text_encoder", "tokenizer" -> ldm.family() != LdmFamily.SDXL_REFINER;
            case "text_encoder_2", "tokenizer_2" -> isXl();
            default -> false;
        };
    }

    private boolean isXl() {
        return ldm.family() == LdmFamily.SDXL || ldm.family() == LdmFamily.SDXL_REFINER;
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        return key.equals("requires_aesthetics_score") ? ldm.family() == LdmFamily.SDXL_REFINER : defaultValue;
    }

    @Override
    public ModelConfig config(String part) {
        return ModelConfig.of(Json.tree(part(part).config()), path + ", " + part);
    }

    @Override
    public Weights weights(String part) {
        return part(part).weights();
    }

    private LdmPart part(String part) {
        List<LdmPart> texts = ldm.textEncoders();
        return switch (part) {
            case "unet" -> ldm.unet();
            case "vae" -> ldm.vae();
            case "text_encoder" -> texts.get(0);
            case "text_encoder_2" -> texts.get(texts.size() - 1);
            default -> throw new IllegalArgumentException(part);
        };
    }

    @Override
    public SchedulerConfig scheduler() {
        Map<String, Object> config = ldm.scheduler();
        return SchedulerConfig.of(config);
    }

    /** OpenCLIP, in Stable Diffusion 2 and as XL's second encoder, pads with "!". */
    @Override
    public Tokenizer tokenizer(String part) {
        boolean openClip = ldm.family() == LdmFamily.SD2 || part.equals("tokenizer_2");
        return ClipTokenizer.open(tokenizers, openClip ? "!" : null);
    }

    @Override
    public Path place(String part) {
        return path;
    }
}
