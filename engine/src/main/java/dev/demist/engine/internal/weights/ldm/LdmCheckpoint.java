package dev.demist.engine.internal.weights.ldm;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A whole Stable Diffusion in one file, in the key layout of the original code (CompVis/latent-diffusion): its parts
 * under the names of diffusers, as views into the mapped file. Immutable, thread-safe.
 */
public final class LdmCheckpoint {

    private static final String UNET = "model.diffusion_model.";
    /** The first weight of the denoiser. */
    static final String FIRST_CONVOLUTION = UNET + "input_blocks.0.0.weight";

    private static final String VAE = "first_stage_model.";
    private static final String TEXT_1 = "cond_stage_model.transformer.";
    private static final String TEXT_2 = "cond_stage_model.model.";
    private static final String TEXT_XL_1 = "conditioner.embedders.0.transformer.";
    private static final String TEXT_XL_2 = "conditioner.embedders.1.model.";
    private static final String TEXT_REFINER = "conditioner.embedders.0.model.";

    private final Weights file;
    private final LdmFamily family;

    private LdmCheckpoint(Weights file, LdmFamily family) {
        this.file = file;
        this.family = family;
    }

    /** Opens a {@code .safetensors} or {@code .ckpt} file; fails as {@link #of} and {@link WeightFiles#open} do. */
    public static LdmCheckpoint open(Path path) {
        return of(WeightFiles.open(path, null));
    }

    /**
     * The checkpoint that a file contains.
     *
     * @throws DemistException UNSUPPORTED_MODEL if it is not such a checkpoint, naming the key that is missing
     */
    public static LdmCheckpoint of(Weights file) {
        return new LdmCheckpoint(file, family(file));
    }

    /** Returns whether weights include the denoiser of such a checkpoint. */
    public static boolean is(Weights weights) {
        return hasPrefix(weights, UNET + "input_blocks.");
    }

    private static LdmFamily family(Weights file) {
        requirePrefix(file, UNET + "input_blocks.");
        requirePrefix(file, VAE + "decoder.");
        if (hasPrefix(file, TEXT_XL_1) && hasPrefix(file, TEXT_XL_2)) {
            return LdmFamily.SDXL;
        }
        if (hasPrefix(file, TEXT_REFINER)) {
            return LdmFamily.SDXL_REFINER;
        }
        if (hasPrefix(file, TEXT_2)) {
            return LdmFamily.SD2;
        }
        requirePrefix(file, TEXT_1);
        return LdmFamily.SD1;
    }

    /** The kind of Stable Diffusion. */
    public LdmFamily family() {
        return family;
    }

    /** The denoiser, a {@code UNet2DConditionModel}. */
    public LdmPart unet() {
        Set<String> keys = keys(UNET);
        UnetLayout layout = UnetLayout.ofLdm(keys);
        Renaming names = layout.renaming();
        Map<String, View> views = new TreeMap<>();
        keys.forEach(key -> names.apply(key).ifPresent(name -> views.put(name, new View(key))));
        Weights weights = new ConvertedWeights(file, UNET, views);
        return new LdmPart(weights, new UnetConfig(weights, layout).read(family));
    }

    /** The latent codec, an {@code AutoencoderKL}. */
    public LdmPart vae() {
        Weights weights = new ConvertedWeights(file, VAE, VaeNames.views(keys(VAE)));
        return new LdmPart(weights, OtherConfigs.vae(weights, family));
    }

    /** The text encoders in the pipeline's order: one, or of Stable Diffusion XL two. */
    public List<LdmPart> textEncoders() {
        List<LdmPart> parts = new ArrayList<>();
        switch (family) {
            case SD1 -> parts.add(clip(TEXT_1));
            case SD2 -> parts.add(openClip(TEXT_2, -1, false));
            case SDXL_REFINER -> parts.add(openClip(TEXT_REFINER, 0, true));
            case SDXL -> {
                parts.add(clip(TEXT_XL_1));
                parts.add(openClip(TEXT_XL_2, 0, true));
            }
        }
        return parts;
    }

    private LdmPart clip(String prefix) {
        Weights weights = new ConvertedWeights(file, prefix, TextNames.clip(keys(prefix)));
        return new LdmPart(weights, OtherConfigs.text(weights, false, false));
    }

    private LdmPart openClip(String prefix, int extraLayers, boolean projection) {
        Set<String> keys = keys(prefix);
        Map<String, View> views = TextNames.openClip(keys, TextNames.openClipLayers(keys) + extraLayers, projection);
        Weights weights = new ConvertedWeights(file, prefix, views);
        return new LdmPart(weights, OtherConfigs.text(weights, true, projection));
    }

    /**
     * The content of an equivalent {@code scheduler_config.json}, by what the file says of its training.
     *
     * @throws DemistException UNSUPPORTED_MODEL if it says something that is not supported
     */
    public Map<String, Object> scheduler() {
        return new Training(file, family).scheduler();
    }

    private Set<String> keys(String prefix) {
        Set<String> keys = new LinkedHashSet<>();
        for (String name : file.names()) {
            if (name.startsWith(prefix)) {
                keys.add(name.substring(prefix.length()));
            }
        }
        return keys;
    }

    private static boolean hasPrefix(Weights file, String prefix) {
        return file.names().stream().anyMatch(name -> name.startsWith(prefix));
    }

    private static void requirePrefix(Weights file, String prefix) {
        if (!hasPrefix(file, prefix)) {
            throw notLdm(file.origin(), prefix + "*");
        }
    }

    static DemistException notLdm(String origin, String key) {
        return new DemistException(
                ErrorCode.UNSUPPORTED_MODEL,
                origin + ": is not a single-file Stable Diffusion 1, 2 or XL: it has no usable " + key
                        + "; open a folder of diffusers instead");
    }
}
