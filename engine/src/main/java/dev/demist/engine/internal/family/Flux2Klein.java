package dev.demist.engine.internal.family;

import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.text.Encoders;
import dev.demist.engine.internal.text.KleinConditioner;
import dev.demist.engine.internal.text.TextConditioner;
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
 * FLUX.2 klein (Black Forest Labs, 2026), distilled and base: a transformer of two streams and then one, the states of
 * Qwen3, and latents of 2 x 2 patches.
 */
final class Flux2Klein extends TransformerFamily {

    private static final Roles.Text TEXT = new Roles.Text("text_encoder", "tokenizer");
    private static final Roles ROLES =
            new Roles("transformer", "vae", List.of(TEXT), "controlnet", "tiny_vae", "scheduler");

    private static final String DISTILLED = "is_distilled";
    /** The word by which a file's name says that its model is not distilled. */
    private static final Pattern BASE = Pattern.compile("(?<![a-z])base(?![a-z])[^/\\\\]*$", Pattern.CASE_INSENSITIVE);

    private static final Map<String, Object> CODEC = Map.of("sample_size", 1024, "force_upcast", true);

    private static final TransformerFiles FILES = new TransformerFiles(
            "Flux2KleinPipeline",
            ROLES,
            Map.of(
                    ROLES.denoiser(),
                            (file, replaced) -> TransformerFile.flux2(file).map(it -> it.over(replaced)),
                    ROLES.codec(), (file, replaced) -> PartFiles.vae(file, NetworkFile.with(CODEC, replaced)),
                    TEXT.encoder(), EncoderFile::qwen3),
            Set.of(),
            Map.of());

    private static final Map<String, Object> SCHEDULE = Map.of("use_dynamic_shifting", true, "shift", 3.0);
    private static final int PATCH = 2;
    private static final int SIDE = 1024;
    private static final int MAX_REFERENCES = 10;

    Flux2Klein() {
        super("FLUX.2 klein", Set.of("Flux2KleinPipeline"), "Flux2Transformer2DModel", FILES);
    }

    /** FLUX.2 dev has the same transformer, and another text encoder. */
    @Override
    public boolean resembles(PartSource source) {
        return super.resembles(source)
                && TransformerTraits.className(source, TEXT.encoder()).startsWith("Qwen3");
    }

    /** A distilled model has no guidance: the scale of a request has no effect. */
    @Override
    public Traits traits(PartSource source) {
        TransformerTraits traits = new TransformerTraits(source, ROLES);
        Traits own = source.flag(DISTILLED, false)
                ? traits.of(latents(source), GuidanceKind.NONE, SIDE, 4, 1)
                : traits.of(latents(source), GuidanceKind.CLASSIFIER_FREE, SIDE, 50, 4);
        return own.withReferences(MAX_REFERENCES);
    }

    private static LatentFormat latents(PartSource source) {
        LatentFormat unpatched = LatentFormat.ofAutoencoder(source.config(ROLES.codec()));
        int scale = PATCH * unpatched.scale();
        return new LatentFormat(PATCH * PATCH * unpatched.channels(), scale, scale);
    }

    @Override
    public void check(PartSource source) {
        TransformerTraits traits = new TransformerTraits(source, ROLES);
        traits.requireAll(List.of(TEXT));
        ModelConfig transformer = source.config(ROLES.denoiser());
        traits.checkLatents(latents(source), transformer.integer("in_channels", 128));
        int width = transformer.integer("joint_attention_dim", 15360);
        traits.checkText(TEXT, width / KleinConditioner.LAYERS.size());
    }

    @Override
    public UnaryOperator<PlanRequest> planRequests(PartSource source) {
        return request -> request.withLastSigma(1.0 / request.steps())
                .withMu(KleinShift.mu(tokens(request.sampleShape()), request.steps()));
    }

    private static int tokens(int[] shape) {
        return shape[2] * shape[3];
    }

    @Override
    public SchedulerConfig publishedSchedule(PartSource source) {
        return SchedulerConfig.of(SCHEDULE);
    }

    @Override
    public TextConditioner conditioner(PartSource source, Encoders encoders) {
        return KleinConditioner.of(
                QwenTexts.of(source, TEXT, encoders, false),
                QwenTexts.shape(source, TEXT).width());
    }

    @Override
    public List<LoraPart> loraParts() {
        return List.of(LoraParts.FLUX_2);
    }

    @Override
    public Optional<LinearPreview> preview(PartSource source) {
        return LinearPreview.Known.FLUX_2.of(1, latents(source).channels());
    }

    /** Whether it is distilled, only its name tells. FLUX.2 dev, which is guided by an input, is another family. */
    @Override
    public Optional<SingleFile> singleFile(Weights file) {
        return FILES.whole(file, transformer -> SCHEDULE)
                .filter(it -> !Boolean.TRUE.equals(it.settings(ROLES.denoiser()).get("guidance_embeds")))
                .map(it -> it.with(DISTILLED, !BASE.matcher(file.origin()).find()));
    }
}
