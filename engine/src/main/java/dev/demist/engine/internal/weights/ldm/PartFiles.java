package dev.demist.engine.internal.weights.ldm;

import static dev.demist.engine.internal.weights.ldm.LdmCheckpoint.hasPrefix;

import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weights;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Parts in files of their own, under the names of Latent Diffusion or of diffusers, with or without a prefix. */
public final class PartFiles {

    private PartFiles() {}

    /** What a file that is no whole checkpoint holds, for people; empty if it is not known. */
    public static Optional<String> kind(Weights file) {
        Optional<String> control = OtherControl.in(file)
                .map(OtherControl::title)
                .or(() -> controlPrefix(file).map(prefix -> "ControlNet"));
        return control.or(() -> unetPrefix(file).map(prefix -> "U-Net"))
                .or(() -> has(file, "decoder.up_blocks.", "decoder.up.", "autoencoder"))
                .or(() -> has(file, "text_model.encoder.", "transformer.resblocks.", "text encoder"));
    }

    private static Optional<String> has(Weights file, String prefix, String other, String kind) {
        return hasPrefix(file, prefix) || hasPrefix(file, other) ? Optional.of(kind) : Optional.empty();
    }

    /**
     * The latent codec of a file, which may be a whole checkpoint; empty if there is none.
     *
     * @param others what its weights do not show of its configuration, such as the scale of its latents
     */
    public static Optional<NetworkFile> vae(Weights file, Map<String, Object> others) {
        return Stream.of(LdmCheckpoint.VAE, "vae.", "")
                .filter(prefix -> hasPrefix(file, prefix + "decoder.up"))
                .findFirst()
                .map(prefix -> LdmCheckpoint.vae(file, prefix, others));
    }

    /**
     * The CLIP text model of a file, under the names of transformers; empty if there is none.
     *
     * @param openClip whether it is one of OpenCLIP's, whose activation differs
     * @param projection whether its projection is used
     */
    public static Optional<NetworkFile> text(Weights file, boolean openClip, boolean projection) {
        return hasPrefix(file, "text_model.encoder.")
                ? Optional.of(new NetworkFile(file, OtherConfigs.text(file, openClip, projection)))
                : Optional.empty();
    }

    /**
     * The U-Net of a file, which may be a whole checkpoint; empty if there is none.
     *
     * @param replaced the configuration of the one that it replaces, for what shapes do not show
     */
    public static Optional<NetworkFile> unet(Weights file, Map<String, Object> replaced) {
        return unetPrefix(file).map(prefix -> unet(file, prefix, replaced));
    }

    /** Whether a file holds a U-Net under the names of Latent Diffusion. */
    public static boolean isLdmUnet(Weights file) {
        return unetPrefix(file)
                .filter(prefix -> hasPrefix(file, prefix + "input_blocks."))
                .isPresent();
    }

    private static Optional<String> unetPrefix(Weights file) {
        return Stream.of(LdmCheckpoint.UNET, "diffusion_model.", "unet.", "")
                .filter(prefix -> hasPrefix(file, prefix + "input_blocks.") || hasPrefix(file, prefix + "down_blocks."))
                .filter(prefix -> hasPrefix(file, prefix + "out.2.") || hasPrefix(file, prefix + "conv_out."))
                .findFirst();
    }

    /**
     * The content of a {@code scheduler_config.json} if the file of a U-Net itself says how that was trained, by marker
     * keys or metadata; otherwise empty.
     *
     * @param family of the checkpoint that it is for
     * @throws dev.demist.DemistException UNSUPPORTED_MODEL if it says something that is not supported
     */
    public static Optional<Map<String, Object>> scheduler(Weights file, LdmFamily family) {
        Training training = new Training(file, family);
        return training.isSaid() ? Optional.of(training.scheduler()) : Optional.empty();
    }

    private static NetworkFile unet(Weights file, String prefix, Map<String, Object> replaced) {
        Set<String> keys = LdmCheckpoint.keys(file, prefix);
        boolean ldm = isLdm(keys);
        UnetLayout layout = ldm ? UnetLayout.ofLdm(keys) : UnetLayout.ofDiffusers(keys);
        Weights weights = named(file, prefix, keys, ldm ? Optional.of(layout.renaming()) : Optional.empty());
        UnetConfig shapes = new UnetConfig(weights, layout);
        Map<String, Object> config = NetworkFile.with(replaced, shapes.wayDown());
        config.put("_class_name", "UNet2DConditionModel");
        config.put("up_block_types", shapes.wayUp());
        return new NetworkFile(weights, config);
    }

    /**
     * The ControlNet of a file, which may hold a whole checkpoint beside it; empty if there is none.
     *
     * @param steered the configuration of the U-Net that it steers. A ControlNet is a copy of its way down, so they
     *     agree in what shapes do not show.
     */
    public static Optional<NetworkFile> controlNet(Weights file, Map<String, Object> steered) {
        OtherControl.refuse(file);
        return controlPrefix(file).map(prefix -> controlNet(file, prefix, steered));
    }

    private static Optional<String> controlPrefix(Weights file) {
        return Stream.of("control_model.", "controlnet.", "")
                .filter(prefix ->
                        hasPrefix(file, prefix + "zero_convs.") || hasPrefix(file, prefix + "controlnet_down_blocks."))
                .findFirst();
    }

    private static NetworkFile controlNet(Weights file, String prefix, Map<String, Object> steered) {
        Set<String> keys = LdmCheckpoint.keys(file, prefix);
        boolean ldm = isLdm(keys);
        UnetLayout layout = ldm ? UnetLayout.ofLdm(keys) : UnetLayout.ofDiffusers(keys);
        Weights weights = named(file, prefix, keys, ldm ? Optional.of(layout.controlNet(keys)) : Optional.empty());
        return new NetworkFile(weights, new ControlConfig(weights, layout).read(steered));
    }

    private static boolean isLdm(Set<String> keys) {
        return keys.stream().anyMatch(key -> key.startsWith("input_blocks."));
    }

    /** The weights without their prefix, and under the names of diffusers; those of unknown layers keep their names. */
    private static Weights named(Weights file, String prefix, Set<String> keys, Optional<Renaming> names) {
        Map<String, View> views = new TreeMap<>();
        keys.forEach(key -> views.put(names.flatMap(it -> it.apply(key)).orElse(key), new View(key)));
        return new ConvertedWeights(file, prefix, views);
    }
}
