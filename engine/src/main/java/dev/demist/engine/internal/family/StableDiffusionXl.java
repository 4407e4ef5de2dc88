package dev.demist.engine.internal.family;

import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.preset.Distillation;
import dev.demist.engine.internal.text.Encoders;
import dev.demist.engine.internal.text.TextConditioner;
import dev.demist.engine.internal.text.XlConditioner;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.ldm.LdmFamily;
import dev.demist.engine.internal.weights.ldm.PartFiles;
import dev.demist.engine.internal.weights.lora.LoraPart;
import dev.demist.scheduler.SchedulerConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stable Diffusion XL (Podell et al., 2023), base and refiner: a U-Net that also takes pooled text and sizes, and the
 * states of two CLIP text encoders, or of the second one alone (refiner).
 */
final class StableDiffusionXl implements Family {

    private static final Roles ROLES = new Roles(
            "unet",
            "vae",
            List.of(new Roles.Text("text_encoder", "tokenizer"), new Roles.Text("text_encoder_2", "tokenizer_2")),
            "controlnet",
            "tiny_vae",
            "scheduler");

    private static final Set<String> CLASSES = Set.of(
            "StableDiffusionXLPipeline",
            "StableDiffusionXLImg2ImgPipeline",
            "StableDiffusionXLInpaintPipeline",
            "StableDiffusionXLControlNetPipeline",
            "StableDiffusionXLControlNetImg2ImgPipeline");

    private static final String AESTHETICS = "requires_aesthetics_score";

    @Override
    public String name() {
        return "Stable Diffusion XL";
    }

    @Override
    public boolean includes(String pipelineClass) {
        return CLASSES.contains(pipelineClass);
    }

    @Override
    public boolean resembles(PartSource source) {
        return source.has(ROLES.denoiser()) && source.has(second().encoder());
    }

    private static Roles.Text second() {
        return ROLES.texts().get(1);
    }

    @Override
    public Roles roles() {
        return ROLES;
    }

    @Override
    public Traits traits(PartSource source) {
        return new UnetTraits(source, ROLES).textToImage();
    }

    @Override
    public void check(PartSource source) {
        UnetTraits traits = new UnetTraits(source, ROLES);
        traits.require(ROLES.codec());
        traits.check(ClipEncoders.width(source, ROLES));
        ClipEncoders.checkPositions(source, ROLES);
        if (traits.unet().has("addition_embed_type")) {
            checkPooled(source, traits.unet());
        }
    }

    /** The U-Net takes the second encoder's pooled text and the embedded sizes, 5 of them in the refiner. */
    private static void checkPooled(PartSource source, ModelConfig unet) {
        int sizes = source.flag(AESTHETICS, false) ? 5 : 6;
        int wanted =
                unet.integer("projection_class_embeddings_input_dim") - sizes * unet.integer("addition_time_embed_dim");
        String encoder = second().encoder();
        int given = source.has(encoder) ? source.config(encoder).integer("projection_dim", 512) : 0;
        if (wanted != given) {
            throw Misfit.of(
                    source.place(ROLES.denoiser()) + " wants pooled text of width " + wanted,
                    source.place(encoder) + (given == 0 ? " is missing" : " gives " + given));
        }
    }

    @Override
    public SchedulerConfig publishedSchedule(PartSource source) {
        return SchedulerConfig.of(LdmFamily.SDXL.scheduler("epsilon"));
    }

    @Override
    public TextConditioner conditioner(PartSource source, Encoders encoders) {
        return new XlConditioner(
                ClipEncoders.texts(source, ROLES, encoders),
                source.flag("force_zeros_for_empty_prompt", true),
                source.flag(AESTHETICS, false));
    }

    @Override
    public List<LoraPart> loraParts() {
        return List.of(LoraParts.UNET, LoraParts.TEXT_ENCODER, LoraParts.TEXT_ENCODER_2);
    }

    @Override
    public Set<Distillation> distillations() {
        return Distillation.STABLE_DIFFUSION_XL;
    }

    @Override
    public Optional<LinearPreview> preview(PartSource source) {
        return new UnetTraits(source, ROLES).preview(LinearPreview.Known.STABLE_DIFFUSION_XL);
    }

    @Override
    public Optional<SingleFile> partFile(String part, Weights file, PartSource rest) {
        boolean second = second().encoder().equals(part);
        return ROLES.isEncoder(part)
                ? PartFile.of(part, PartFiles.text(file, second, second))
                : PartFile.of(ROLES, part, file, rest, LdmFamily.SDXL);
    }

    @Override
    public Optional<SingleFile> singleFile(Weights file) {
        return LdmFile.open(file, ROLES, Set.of(LdmFamily.SDXL, LdmFamily.SDXL_REFINER));
    }
}
