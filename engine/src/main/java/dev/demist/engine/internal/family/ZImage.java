package dev.demist.engine.internal.family;

import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.text.Encoders;
import dev.demist.engine.internal.text.TextConditioner;
import dev.demist.engine.internal.text.ZImageConditioner;
import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.ldm.PartFiles;
import dev.demist.engine.internal.weights.lora.LoraPart;
import dev.demist.engine.internal.weights.mmdit.EncoderFile;
import dev.demist.engine.internal.weights.mmdit.TransformerFile;
import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.SchedulerConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Z-Image (Cai et al., 2025, arXiv:2511.22699) and its distilled form, Z-Image-Turbo: a transformer of one stream and
 * the states of Qwen3.
 */
final class ZImage extends TransformerFamily {

    private static final Roles.Text TEXT = new Roles.Text("text_encoder", "tokenizer");
    private static final Roles ROLES =
            new Roles("transformer", "vae", List.of(TEXT), "controlnet", "tiny_vae", "scheduler");

    private static final int PATCH = 2;
    private static final int SIDE = 1024;

    /** Turbo was distilled under this shift. */
    private static final double TURBO_SHIFT = 3;

    private static final double BASE_SHIFT = 6;
    /** The name of a file with the model that is not distilled. */
    private static final Pattern BASE =
            Pattern.compile("z[-_ ]?image(?![^/\\\\]*turbo)[^/\\\\]*$", Pattern.CASE_INSENSITIVE);

    /** What the weights of the transformer do not show. */
    private static final Map<String, Object> PLACES =
            Map.of("axes_dims", List.of(32, 48, 48), "axes_lens", List.of(1536, 512, 512));

    private static final TransformerFiles FILES = new TransformerFiles(
            "ZImagePipeline",
            ROLES,
            Map.of(
                    ROLES.denoiser(),
                            (file, replaced) ->
                                    TransformerFile.zImage(file).map(it -> it.over(NetworkFile.with(PLACES, replaced))),
                    ROLES.codec(), (file, replaced) -> PartFiles.vae(file, NetworkFile.with(Flux1.CODEC, replaced)),
                    TEXT.encoder(), EncoderFile::qwen3),
            Set.of(),
            Map.of());

    ZImage() {
        super("Z-Image", Set.of("ZImagePipeline", "ZImageImg2ImgPipeline"), "ZImageTransformer2DModel", FILES);
    }

    @Override
    public Traits traits(PartSource source) {
        TransformerTraits traits = new TransformerTraits(source, ROLES);
        return isTurbo(source)
                ? traits.of(latents(source), GuidanceKind.ADDED, SIDE, 8, 1)
                : traits.of(latents(source), GuidanceKind.ADDED, SIDE, 28, 4);
    }

    private static boolean isTurbo(PartSource source) {
        return source.scheduler(ROLES.scheduler())
                .map(config -> config.number("shift", TURBO_SHIFT) == TURBO_SHIFT)
                .orElse(true);
    }

    private static LatentFormat latents(PartSource source) {
        return LatentFormat.ofAutoencoder(source.config(ROLES.codec())).patched(PATCH);
    }

    @Override
    public void check(PartSource source) {
        TransformerTraits traits = new TransformerTraits(source, ROLES);
        traits.requireAll(List.of(TEXT));
        ModelConfig transformer = source.config(ROLES.denoiser());
        traits.checkLatents(latents(source), transformer.integer("in_channels", 16));
        traits.checkText(TEXT, transformer.integer("cap_feat_dim", 2560));
    }

    @Override
    public UnaryOperator<PlanRequest> planRequests(PartSource source) {
        return request -> request.withLastSigma(1.0 / request.steps());
    }

    @Override
    public SchedulerConfig publishedSchedule(PartSource source) {
        return SchedulerConfig.of(Map.of("shift", TURBO_SHIFT));
    }

    @Override
    public TextConditioner conditioner(PartSource source, Encoders encoders) {
        return new ZImageConditioner(
                QwenTexts.of(source, TEXT, encoders, true),
                QwenTexts.shape(source, TEXT).width());
    }

    @Override
    public List<LoraPart> loraParts() {
        return List.of(LoraParts.Z_IMAGE);
    }

    @Override
    public Optional<LinearPreview> preview(PartSource source) {
        return new TransformerTraits(source, ROLES).preview(LinearPreview.Known.FLUX, latents(source));
    }

    /** Whether it is distilled, only its name tells: it is, unless that is Z-Image without Turbo. */
    @Override
    public Optional<SingleFile> singleFile(Weights file) {
        double shift = BASE.matcher(file.origin()).find() ? BASE_SHIFT : TURBO_SHIFT;
        return FILES.whole(file, transformer -> Map.of("shift", shift)).map(it -> it);
    }
}
