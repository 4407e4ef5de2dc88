package dev.demist.engine.internal.family;

import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.preset.Distillation;
import dev.demist.engine.internal.text.ClipConditioner;
import dev.demist.engine.internal.text.ClipText;
import dev.demist.engine.internal.text.Encoders;
import dev.demist.engine.internal.text.TextConditioner;
import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.ldm.LdmFamily;
import dev.demist.engine.internal.weights.ldm.PartFiles;
import dev.demist.engine.internal.weights.lora.LoraPart;
import dev.demist.scheduler.SchedulerConfig;
import java.util.List;
import java.util.Map;
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
        UnetTraits traits = new UnetTraits(source, ROLES);
        traits.require(ROLES.codec());
        traits.check(ClipEncoders.width(source, ROLES));
        if (traits.unet().has("addition_embed_type")) {
            throw Misfit.of(
                    source.place(ROLES.denoiser()) + " wants pooled text and sizes, as Stable Diffusion XL gives them",
                    source.pipelineClass() + " gives the states of a text alone");
        }
    }

    /** The 768-pixel models of Stable Diffusion 2 predict the velocity, all others the noise. */
    @Override
    public SchedulerConfig publishedSchedule(PartSource source) {
        ModelConfig unet = source.config(ROLES.denoiser());
        LdmFamily kind = unet.flag("use_linear_projection", false) ? LdmFamily.SD2 : LdmFamily.SD1;
        boolean velocity = kind == LdmFamily.SD2 && unet.side("sample_size", 64) == 96;
        return SchedulerConfig.of(kind.scheduler(velocity ? "v_prediction" : "epsilon"));
    }

    /** What the constructors of diffusers' pipelines set, whatever the file says. */
    @Override
    public Map<String, Object> schedulerSettings(PartSource source) {
        return switch (source.pipelineClass()) {
            case "StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline" ->
                Map.of("steps_offset", 1, "clip_sample", false);
            case "StableDiffusionInpaintPipeline" -> Map.of("steps_offset", 1);
            default -> Map.of();
        };
    }

    @Override
    public TextConditioner conditioner(PartSource source, Encoders encoders) {
        List<ClipText> texts = ClipEncoders.texts(source, ROLES, encoders);
        return texts.isEmpty() ? TextConditioner.NONE : new ClipConditioner(texts.get(0));
    }

    @Override
    public List<LoraPart> loraParts() {
        return List.of(LoraParts.UNET, LoraParts.TEXT_ENCODER);
    }

    @Override
    public Set<Distillation> distillations() {
        return Distillation.STABLE_DIFFUSION;
    }

    @Override
    public Optional<LinearPreview> preview(PartSource source) {
        return new UnetTraits(source, ROLES).preview(LinearPreview.Known.STABLE_DIFFUSION);
    }

    @Override
    public Optional<SingleFile> partFile(String part, Weights file, PartSource rest) {
        return ROLES.isEncoder(part)
                ? PartFile.of(part, textIn(file))
                : PartFile.of(ROLES, part, file, rest, LdmFamily.SD1);
    }

    /** OpenCLIP's ViT-H, which Stable Diffusion 2 has, is 1024 wide. */
    private static Optional<NetworkFile> textIn(Weights file) {
        boolean openClip = file.find("text_model.final_layer_norm.weight")
                .filter(weight -> weight.elements() == 1024)
                .isPresent();
        return PartFiles.text(file, openClip, false);
    }

    @Override
    public Optional<SingleFile> singleFile(Weights file) {
        return LdmFile.open(file, ROLES, Set.of(LdmFamily.SD1, LdmFamily.SD2));
    }
}
