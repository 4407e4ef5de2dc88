package dev.demist.engine.internal.family;

import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.ldm.LdmCheckpoint;
import dev.demist.engine.internal.weights.ldm.LdmFamily;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.engine.tokenizer.Tokenizers;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A single file in the layout of the original Stable Diffusion (CompVis/latent-diffusion). */
final class LdmFile implements SingleFile {

    private static final String AESTHETICS = "requires_aesthetics_score";

    private final LdmCheckpoint ldm;
    private final Roles roles;
    /** The text encoders that the file has, by name. */
    private final Map<String, NetworkFile> texts = new LinkedHashMap<>();

    private LdmFile(LdmCheckpoint ldm, Roles roles) {
        this.ldm = ldm;
        this.roles = roles;
        List<NetworkFile> encoders = ldm.textEncoders();
        for (int i = 0; i < encoders.size(); i++) {
            texts.put(needed().get(i).encoder(), encoders.get(i));
        }
    }

    /** The checkpoint in {@code file}; empty if it is of another layout or of none of {@code families}. */
    static Optional<SingleFile> open(Weights file, Roles roles, Set<LdmFamily> families) {
        return Optional.of(file)
                .filter(LdmCheckpoint::is)
                .map(LdmCheckpoint::of)
                .filter(ldm -> families.contains(ldm.family()))
                .map(ldm -> new LdmFile(ldm, roles));
    }

    @Override
    public String pipelineClass() {
        return ldm.family().pipeline();
    }

    @Override
    public Set<String> parts() {
        Set<String> parts = new LinkedHashSet<>(List.of(roles.denoiser(), roles.codec()));
        needed().forEach(text -> parts.add(text.encoder()));
        needed().forEach(text -> parts.add(text.tokenizer()));
        parts.add(roles.scheduler());
        parts.removeAll(missing());
        return Collections.unmodifiableSet(parts);
    }

    @Override
    public Set<String> missing() {
        Set<String> missing = new LinkedHashSet<>(ldm.hasVae() ? Set.of() : Set.of(roles.codec()));
        needed().stream()
                .map(Roles.Text::encoder)
                .filter(encoder -> !texts.containsKey(encoder))
                .forEach(missing::add);
        return Collections.unmodifiableSet(missing);
    }

    /** The text encoders of its kind: the refiner of XL has the second one alone. */
    private List<Roles.Text> needed() {
        List<Roles.Text> all = roles.texts();
        return ldm.family() == LdmFamily.SDXL_REFINER ? all.subList(1, all.size()) : all;
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        return key.equals(AESTHETICS) ? ldm.family() == LdmFamily.SDXL_REFINER : defaultValue;
    }

    @Override
    public Map<String, Object> settings(String part) {
        if (part.equals(roles.scheduler())) {
            return ldm.scheduler();
        }
        return roles.isTokenizer(part) ? Map.of() : network(part).config();
    }

    @Override
    public Weights weights(String part) {
        return network(part).weights();
    }

    private NetworkFile network(String part) {
        NetworkFile text = texts.get(part);
        if (text != null) {
            return text;
        }
        if (part.equals(roles.denoiser())) {
            return ldm.unet();
        }
        if (part.equals(roles.codec())) {
            return ldm.vae();
        }
        throw new IllegalArgumentException(part);
    }

    /** OpenCLIP, the text encoder of Stable Diffusion 2 and the second one of XL, pads with "!". */
    @Override
    public Tokenizer tokenizer(String part, Path clip, Tokenizers tokenizers) {
        boolean second =
                roles.texts().size() > 1 && roles.texts().get(1).tokenizer().equals(part);
        return tokenizers.clip(clip, second || ldm.family() == LdmFamily.SD2 ? TransformerFiles.FIRST : null);
    }
}
