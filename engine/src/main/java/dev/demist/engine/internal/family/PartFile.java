package dev.demist.engine.internal.family;

import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.ldm.LdmFamily;
import dev.demist.engine.internal.weights.ldm.PartFiles;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.engine.tokenizer.Tokenizers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network in a file of its own.
 *
 * @param name of the part
 * @param network its weights and configuration
 * @param scheduler part -> configuration, if the file says how the network was trained
 */
record PartFile(String name, NetworkFile network, Map<String, Map<String, Object>> scheduler) implements SingleFile {

    static Optional<SingleFile> of(String name, Optional<NetworkFile> network) {
        return network.map(it -> new PartFile(name, it, Map.of()));
    }

    /**
     * A part around a U-Net that is not a text encoder.
     *
     * @param rest the other parts of the checkpoint
     * @param family its kind, for what weights do not show
     */
    static Optional<SingleFile> of(Roles roles, String part, Weights file, PartSource rest, LdmFamily family) {
        if (part.equals(roles.codec())) {
            return of(part, PartFiles.vae(file, family.codec()));
        }
        if (part.equals(roles.controlNet())) {
            return of(part, PartFiles.controlNet(file, rest.settings(roles.denoiser())));
        }
        return part.equals(roles.denoiser()) ? denoiser(roles, file, rest, family) : Optional.empty();
    }

    private static Optional<SingleFile> denoiser(Roles roles, Weights file, PartSource rest, LdmFamily family) {
        String name = roles.denoiser();
        Map<String, Map<String, Object>> scheduler = PartFiles.scheduler(file, family)
                .map(it -> Map.of(roles.scheduler(), it))
                .orElse(Map.of());
        return PartFiles.unet(file, rest.settings(name)).map(it -> new PartFile(name, it, scheduler));
    }

    @Override
    public String pipelineClass() {
        return "";
    }

    @Override
    public Set<String> parts() {
        return scheduler.isEmpty()
                ? Set.of(name)
                : Set.of(name, scheduler.keySet().iterator().next());
    }

    @Override
    public Set<String> missing() {
        return Set.of();
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        return defaultValue;
    }

    @Override
    public Map<String, Object> settings(String part) {
        return scheduler.getOrDefault(part, network.config());
    }

    @Override
    public Map<String, Object> borrowed(String part) {
        return settings(part);
    }

    @Override
    public Weights weights(String part) {
        return network.weights();
    }

    @Override
    public Tokenizer tokenizer(String part, Path clip, Tokenizers tokenizers) {
        throw new IllegalArgumentException(part);
    }
}
