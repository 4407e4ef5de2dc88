package dev.demist.engine.internal.family;

import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.text.ClipConditioner;
import dev.demist.engine.internal.text.Encoders;
import dev.demist.engine.internal.text.TextConditioner;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.ldm.LdmFamily;
import dev.demist.engine.internal.weights.lora.LoraPart;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stable Diffusion 1.x and 2.x (Rombach et al., 2022), latent consistency models of it included: a U-Net, an
 * autoencoder and the states of one CLIP text encoder.
 */
final class StableDiffusion implements Family {

    private static final Roles ROLES = new Roles(
            "unet", "vae", List.of(new Roles.Text("text_encoder", "tokenizer")), "controlnet", "tiny_vae", "scheduler");

    private static final Set<String> CLASSES = Set.of(
            "StableDiffusionPipeline",
            "StableDiffusionImg2ImgPipeline",
            "StableDiffusionInpaintPipeline",
            "StableDiffusionControlNetPipeline",
            "StableDiffusionControlNetImg2ImgPipeline",
            "LatentConsistencyModelPipeline",
            "LatentConsistencyModelImg2ImgPipeline");

    @Override
    public String name() {
        return "Stable Diffusion";
    }

    @Override
    public boolean includes(String pipelineClass) {
        return CLASSES.contains(pipelineClass);
    }

    @Override
    public boolean resembles(PartSource source) {
        return source.has(ROLES.denoiser()) && !ROLES.texts(source).isEmpty() && !source.has("text_encoder_2");
    }

    @Override
    public Roles roles() {
        return ROLES;
    }

    @Override
    public Traits traits(PartSource source) {
        UnetTraits traits = new UnetTraits(source, ROLES);
        return ROLES.texts(source).isEmpty() ? traits.unconditional() : traits.textToImage();
    }

    @Override
    public void check(PartSource source) {
        new UnetTraits(source, ROLES).check(ClipEncoders.width(source, ROLES));
    }

    @Override
    public TextConditioner conditioner(PartSource source, Encoders encoders) {
        List<Roles.Text> texts = ROLES.texts(source);
        return texts.isEmpty()
                ? TextConditioner.NONE
                : new ClipConditioner(ClipEncoders.text(source, texts.get(0), encoders));
    }

    @Override
    public List<LoraPart> loraParts() {
        return List.of(LoraParts.UNET, LoraParts.TEXT_ENCODER);
    }

    @Override
    public Optional<LinearPreview> preview(PartSource source) {
        return new UnetTraits(source, ROLES).preview(LinearPreview.Known.STABLE_DIFFUSION);
    }

    @Override
    public Optional<SingleFile> singleFile(Weights file) {
        return LdmFile.open(file, ROLES, Set.of(LdmFamily.SD1, LdmFamily.SD2));
    }
}
