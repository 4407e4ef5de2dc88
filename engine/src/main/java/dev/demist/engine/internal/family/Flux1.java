package dev.demist.engine.internal.family;

import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.mmdit.FluxTransformer2DModel;
import dev.demist.engine.internal.text.Encoders;
import dev.demist.engine.internal.text.FluxConditioner;
import dev.demist.engine.internal.text.TextConditioner;
import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.ldm.ClipFile;
import dev.demist.engine.internal.weights.ldm.PartFiles;
import dev.demist.engine.internal.weights.lora.LoraPart;
import dev.demist.engine.internal.weights.mmdit.EncoderFile;
import dev.demist.engine.internal.weights.mmdit.TransformerFile;
import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.SchedulerConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * FLUX.1 (Black Forest Labs, 2024), dev and schnell: a transformer of two streams and then one, the states of T5 and
 * the pooled text of CLIP. Dev takes the scale of guidance as an input; schnell was distilled to four steps without
 * one.
 */
final class Flux1 extends TransformerFamily {

    private static final Roles.Text CLIP = new Roles.Text("text_encoder", "tokenizer");

    private static final Roles.Text T5 = new Roles.Text("text_encoder_2", "tokenizer_2");

    private static final Roles ROLES =
            new Roles("transformer", "vae", List.of(CLIP, T5), "controlnet", "tiny_vae", "scheduler");

    private static final Set<String> CLASSES = Set.of("FluxPipeline", "FluxImg2ImgPipeline", "FluxInpaintPipeline");

    /** What the weights of the autoencoder do not show. */
    static final Map<String, Object> CODEC =
            Map.of("sample_size", 1024, "scaling_factor", 0.3611, "shift_factor", 0.1159, "force_upcast", true);

    private static final TransformerFiles FILES = new TransformerFiles(
            "FluxPipeline",
            ROLES,
            Map.of(
                    ROLES.denoiser(),
                            (file, replaced) -> TransformerFile.flux(file).map(it -> it.over(replaced)),
                    ROLES.codec(), (file, replaced) -> PartFiles.vae(file, NetworkFile.with(CODEC, replaced)),
                    CLIP.encoder(), (file, replaced) -> ClipFile.read(file, "clip_l", false, false, replaced),
                    T5.encoder(), EncoderFile::t5),
            Set.of(),
            Map.of(CLIP.tokenizer(), TransformerFiles.END));

    private static final String GUIDED = "guidance_embeds";

    private static final int SIDE = 1024;

    /** The length of T5's rows in the makers' own code. */
    private static final int ROWS_OF_DEV = 512;

    private static final int ROWS_OF_SCHNELL = 256;

    Flux1() {
        super("FLUX.1", CLASSES, "FluxTransformer2DModel", FILES);
    }

    @Override
    public Traits traits(PartSource source) {
        TransformerTraits traits = new TransformerTraits(source, ROLES);
        return isDev(source)
                ? traits.of(latents(source), GuidanceKind.embedded(FluxTransformer2DModel.GUIDANCE), SIDE, 28, 3.5)
                : traits.of(latents(source), GuidanceKind.TRUE, SIDE, 4, 1);
    }

    private static boolean isDev(PartSource source) {
        return source.config(ROLES.denoiser()).flag(GUIDED, false);
    }

    private static LatentFormat latents(PartSource source) {
        return LatentFormat.ofAutoencoder(source.config(ROLES.codec())).patched(FluxTransformer2DModel.SIDE);
    }

    @Override
    public void check(PartSource source) {
        TransformerTraits traits = new TransformerTraits(source, ROLES);
        traits.requireAll(List.of(CLIP, T5));
        ModelConfig transformer = source.config(ROLES.denoiser());
        int side = FluxTransformer2DModel.SIDE;
        traits.checkLatents(latents(source), transformer.integer("in_channels", 64) / (side * side));
        traits.checkText(T5, transformer.integer("joint_attention_dim", 4096));
        traits.checkPooledStates(CLIP, transformer.integer("pooled_projection_dim", 768));
    }

    /** Evenly spaced steps down to one step from the end, before the shift. */
    @Override
    public UnaryOperator<PlanRequest> planRequests(PartSource source) {
        return request -> request.withLastSigma(1.0 / request.steps());
    }

    @Override
    public SchedulerConfig publishedSchedule(PartSource source) {
        return SchedulerConfig.of(schedule(isDev(source)));
    }

    private static Map<String, Object> schedule(boolean dev) {
        return dev ? Map.of("use_dynamic_shifting", true, "shift", 3.0) : Map.of("shift", 1.0);
    }

    @Override
    public TextConditioner conditioner(PartSource source, Encoders encoders) {
        int rows = isDev(source) ? ROWS_OF_DEV : ROWS_OF_SCHNELL;
        return new FluxConditioner(
                ClipEncoders.texts(source, ROLES.withTexts(List.of(CLIP)), encoders)
                        .get(0),
                Objects.requireNonNull(TextRows.t5(source, T5, rows, encoders)),
                source.config(ROLES.denoiser()).integer("joint_attention_dim", 4096));
    }

    @Override
    public List<LoraPart> loraParts() {
        return List.of(LoraParts.FLUX_1, LoraParts.TEXT_ENCODER, LoraParts.t5(T5.encoder()));
    }

    @Override
    public Optional<LinearPreview> preview(PartSource source) {
        return new TransformerTraits(source, ROLES).preview(LinearPreview.Known.FLUX, latents(source));
    }

    @Override
    public Optional<SingleFile> singleFile(Weights file) {
        return FILES.whole(file, transformer -> schedule(Boolean.TRUE.equals(transformer.get(GUIDED))))
                .map(it -> it);
    }
}
