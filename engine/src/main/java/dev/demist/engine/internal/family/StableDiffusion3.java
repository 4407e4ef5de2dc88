package dev.demist.engine.internal.family;

import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.preset.Distillation;
import dev.demist.engine.internal.text.Encoders;
import dev.demist.engine.internal.text.Sd3Conditioner;
import dev.demist.engine.internal.text.T5Text;
import dev.demist.engine.internal.text.TextConditioner;
import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.ldm.ClipFile;
import dev.demist.engine.internal.weights.ldm.PartFiles;
import dev.demist.engine.internal.weights.lora.LoraPart;
import dev.demist.engine.internal.weights.mmdit.EncoderFile;
import dev.demist.engine.internal.weights.mmdit.TransformerFile;
import dev.demist.scheduler.SchedulerConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stable Diffusion 3 and 3.5 (Esser et al., 2024): a transformer that takes the states of two CLIPs and, if the
 * checkpoint has one, a T5.
 */
final class StableDiffusion3 extends TransformerFamily {

    private static final List<Roles.Text> CLIPS =
            List.of(new Roles.Text("text_encoder", "tokenizer"), new Roles.Text("text_encoder_2", "tokenizer_2"));

    private static final Roles.Text T5 = new Roles.Text("text_encoder_3", "tokenizer_3");

    private static final Roles ROLES = new Roles(
            "transformer", "vae", List.of(CLIPS.get(0), CLIPS.get(1), T5), "controlnet", "tiny_vae", "scheduler");

    private static final Set<String> CLASSES =
            Set.of("StableDiffusion3Pipeline", "StableDiffusion3Img2ImgPipeline", "StableDiffusion3InpaintPipeline");

    /** What the weights of the autoencoder do not show. */
    private static final Map<String, Object> CODEC =
            Map.of("sample_size", 1024, "scaling_factor", 1.5305, "shift_factor", 0.0609, "force_upcast", true);

    private static final TransformerFiles FILES = new TransformerFiles(
            "StableDiffusion3Pipeline",
            ROLES,
            Map.of(
                    ROLES.denoiser(),
                            (file, replaced) -> TransformerFile.sd3(file).map(it -> it.over(replaced)),
                    ROLES.codec(), (file, replaced) -> PartFiles.vae(file, NetworkFile.with(CODEC, replaced)),
                    CLIPS.get(0).encoder(), (file, replaced) -> ClipFile.read(file, "clip_l", false, true, replaced),
                    CLIPS.get(1).encoder(), (file, replaced) -> ClipFile.read(file, "clip_g", true, true, replaced),
                    T5.encoder(), EncoderFile::t5),
            Set.of(T5.encoder()),
            Map.of(CLIPS.get(0).tokenizer(), TransformerFiles.END, CLIPS.get(1).tokenizer(), TransformerFiles.FIRST));

    /** The length of T5's rows in the reference. */
    private static final int ROWS = 256;

    private static final Map<String, Object> SCHEDULE = Map.of("shift", 3.0);

    private static final int STEPS = 28;

    StableDiffusion3() {
        super("Stable Diffusion 3", CLASSES, "SD3Transformer2DModel", FILES);
    }

    @Override
    public Traits traits(PartSource source) {
        ModelConfig transformer = source.config(ROLES.denoiser());
        LatentFormat latents = latents(source);
        int patch = latents.sizeMultiple();
        return new TransformerTraits(source, ROLES)
                .of(
                        latents,
                        GuidanceKind.CLASSIFIER_FREE,
                        transformer.side("sample_size", 128) * latents.scale(),
                        STEPS,
                        transformer.has("qk_norm") ? 4.5 : 7)
                .withMaxSide(transformer.integer("pos_embed_max_size", 96) * patch);
    }

    private static LatentFormat latents(PartSource source) {
        return LatentFormat.ofAutoencoder(source.config(ROLES.codec()))
                .patched(source.config(ROLES.denoiser()).integer("patch_size", 2));
    }

    @Override
    public void check(PartSource source) {
        TransformerTraits traits = new TransformerTraits(source, ROLES);
        traits.requireAll(List.of(CLIPS.get(0), CLIPS.get(1)));
        ModelConfig transformer = source.config(ROLES.denoiser());
        traits.checkLatents(latents(source), transformer.integer("in_channels", 16));
        ClipEncoders.checkPositions(source, clips());
        traits.checkText(T5, transformer.integer("joint_attention_dim", 4096));
        traits.checkPooled(CLIPS, transformer.integer("pooled_projection_dim", 2048));
    }

    /** The roles with the CLIPs alone. */
    private static Roles clips() {
        return ROLES.withTexts(CLIPS);
    }

    @Override
    public SchedulerConfig publishedSchedule(PartSource source) {
        return SchedulerConfig.of(SCHEDULE);
    }

    @Override
    public TextConditioner conditioner(PartSource source, Encoders encoders) {
        T5Text t5 = TextRows.t5(source, T5, ROWS, encoders);
        return new Sd3Conditioner(
                ClipEncoders.texts(source, clips(), encoders),
                t5,
                t5 == null ? ROWS : t5.length(),
                source.config(ROLES.denoiser()).integer("joint_attention_dim", 4096));
    }

    @Override
    public List<LoraPart> loraParts() {
        return List.of(
                LoraParts.STABLE_DIFFUSION_3,
                LoraParts.TEXT_ENCODER,
                LoraParts.TEXT_ENCODER_2,
                LoraParts.t5(T5.encoder()));
    }

    @Override
    public Set<Distillation> distillations() {
        return Distillation.STABLE_DIFFUSION_3;
    }

    @Override
    public Optional<LinearPreview> preview(PartSource source) {
        return new TransformerTraits(source, ROLES).preview(LinearPreview.Known.STABLE_DIFFUSION_3, latents(source));
    }

    @Override
    public Optional<SingleFile> singleFile(Weights file) {
        return FILES.whole(file, transformer -> SCHEDULE).map(it -> it);
    }
}
