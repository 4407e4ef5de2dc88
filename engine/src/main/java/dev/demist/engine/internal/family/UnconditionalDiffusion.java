package dev.demist.engine.internal.family;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.text.Encoders;
import dev.demist.engine.internal.text.TextConditioner;
import dev.demist.engine.internal.weights.lora.LoraPart;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Models without text (Ho et al., 2020; Song et al., 2021): a U-Net on pixels, or on the latents of an autoencoder. */
final class UnconditionalDiffusion implements Family {

    private static final Roles ROLES = new Roles("unet", "vae", List.of(), "controlnet", "tiny_vae", "scheduler");

    private static final Set<String> CLASSES =
            Set.of("DDPMPipeline", "DDIMPipeline", "PNDMPipeline", "ScoreSdeVePipeline", "KarrasVePipeline");

    @Override
    public String name() {
        return "unconditional diffusion (DDPM)";
    }

    @Override
    public boolean includes(String pipelineClass) {
        return CLASSES.contains(pipelineClass);
    }

    @Override
    public boolean resembles(PartSource source) {
        return source.has(ROLES.denoiser());
    }

    @Override
    public Roles roles() {
        return ROLES;
    }

    @Override
    public Traits traits(PartSource source) {
        return new UnetTraits(source, ROLES).unconditional();
    }

    @Override
    public void check(PartSource source) {
        Set<String> used =
                Set.of(ROLES.denoiser(), ROLES.codec(), ROLES.controlNet(), ROLES.previewCodec(), ROLES.scheduler());
        for (String part : source.parts()) {
            if (!used.contains(part)) {
                throw new DemistException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        source.place(part) + ": the part " + part + " is not known in " + name() + "; known: " + used);
            }
        }
        new UnetTraits(source, ROLES).check(0);
    }

    @Override
    public TextConditioner conditioner(PartSource source, Encoders encoders) {
        return TextConditioner.NONE;
    }

    @Override
    public List<LoraPart> loraParts() {
        return List.of(LoraParts.UNET);
    }

    @Override
    public Optional<LinearPreview> preview(PartSource source) {
        return Optional.empty();
    }
}
