package dev.demist.engine.internal.weights.ldm;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.NetworkFile;
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

    /** The prefix of the denoiser. */
    static final String UNET = "model.diffusion_model.";
    /** The first weight of the denoiser. */
    static final String FIRST_CONVOLUTION = UNET + "input_blocks.0.0.weight";

    /** The prefix of the autoencoder. */
    static final String VAE = "first_stage_model.";

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

    /** The kind by the text encoders; the denoiser's layers tell it, too, if there are none. */
    private static LdmFamily family(Weights file) {
        requirePrefix(file, UNET + "input_blocks.");
        if (hasPrefix(file, TEXT_XL_1) && hasPrefix(file, TEXT_XL_2)) {
            return LdmFamily.SDXL;
        }
        if (hasPrefix(file, TEXT_REFINER)) {
            return LdmFamily.SDXL_REFINER;
        }
        if (hasPrefix(file, TEXT_2)) {
            return LdmFamily.SD2;
        }
        return hasPrefix(file, TEXT_1) ? LdmFamily.SD1 : familyOfUnet(file);
    }

    private static LdmFamily familyOfUnet(Weights file) {
        if (hasPrefix(file, UNET + "label_emb.")) {
            return LdmFamily.SDXL;
        }
        boolean linear = file.find(UNET + "middle_block.1.proj_in.weight")
                .filter(weight -> weight.shape().length == 2)
                .isPresent();
        return linear ? LdmFamily.SD2 : LdmFamily.SD1;
    }

    /** Whether the autoencoder is in the file. */
    public boolean hasVae() {
        return hasPrefix(file, VAE + "decoder.");
    }

    /** Whether all text encoders of its kind are in the file. */
    public boolean hasTextEncoders() {
        return switch (family) {
            case SD1 -> hasPrefix(file, TEXT_1);
            case SD2 -> hasPrefix(file, TEXT_2);
            case SDXL_REFINER -> hasPrefix(file, TEXT_REFINER);
            case SDXL -> hasPrefix(file, TEXT_XL_1) && hasPrefix(file, TEXT_XL_2);
        };
    }

    /** The kind of Stable Diffusion. */
    public LdmFamily family() {
        return family;
    }

    /** The denoiser, a {@code UNet2DConditionModel}. */
    public NetworkFile unet() {
        Set<String> keys = keys(UNET);
        UnetLayout layout = UnetLayout.ofLdm(keys);
        Renaming names = layout.renaming();
        Map<String, View> views = new TreeMap<>();
        keys.forEach(key -> names.apply(key).ifPresent(name -> views.put(name, new View(key))));
        Weights weights = new ConvertedWeights(file, UNET, views);
        return new NetworkFile(weights, new UnetConfig(weights, layout).read(family));
    }

    /** The latent codec, an {@code AutoencoderKL}. */
    public NetworkFile vae() {
        return vae(file, VAE, family.codec());
    }

    static NetworkFile vae(Weights file, String prefix, Map<String, Object> others) {
        Weights weights = new ConvertedWeights(file, prefix, VaeNames.views(keys(file, prefix)));
        return new NetworkFile(weights, OtherConfigs.vae(weights, others));
    }

    /** The text encoders in the pipeline's order: one, or of Stable Diffusion XL two; none if the file lacks any. */
    public List<NetworkFile> textEncoders() {
        List<NetworkFile> parts = new ArrayList<>();
        if (!hasTextEncoders()) {
            return parts;
        }
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

    private NetworkFile clip(String prefix) {
        Weights weights = new ConvertedWeights(file, prefix, TextNames.clip(keys(prefix)));
        return new NetworkFile(weights, OtherConfigs.text(weights, false, false));
    }

    private NetworkFile openClip(String prefix, int extraLayers, boolean projection) {
        Set<String> keys = keys(prefix);
        Map<String, View> views = TextNames.openClip(keys, TextNames.openClipLayers(keys) + extraLayers, projection);
        Weights weights = new ConvertedWeights(file, prefix, views);
        return new NetworkFile(weights, OtherConfigs.text(weights, true, projection));
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
        return keys(file, prefix);
    }

    /** The keys of a file that begin with {@code prefix}, without it. */
    static Set<String> keys(Weights file, String prefix) {
        Set<String> keys = new LinkedHashSet<>();
        for (String name : file.names()) {
            if (name.startsWith(prefix)) {
                keys.add(name.substring(prefix.length()));
            }
        }
        return keys;
    }

    static boolean hasPrefix(Weights file, String prefix) {
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
