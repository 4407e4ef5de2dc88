package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.nn.Downsample2D;
import dev.demist.engine.internal.nn.ResnetBlock2D;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.nn.SelfAttention2D;
import dev.demist.engine.internal.nn.Transformer2DModel;
import dev.demist.engine.internal.nn.Upsample2D;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stages by the names that configurations give them. */
final class BlockTypes {

    private static final List<String> DOWN = List.of(
            "DownBlock2D",
            "CrossAttnDownBlock2D",
            "AttnDownBlock2D",
            "ResnetDownsampleBlock2D",
            "SkipDownBlock2D",
            "AttnSkipDownBlock2D");
    private static final List<String> UP = List.of(
            "UpBlock2D",
            "CrossAttnUpBlock2D",
            "AttnUpBlock2D",
            "ResnetUpsampleBlock2D",
            "SkipUpBlock2D",
            "AttnSkipUpBlock2D");

    private static final int SKIP_ATTENTION_GROUPS = 32;

    private final ModelConfig config;

    BlockTypes(ModelConfig config) {
        this.config = config;
    }

    /** Refuses names that are not known. */
    void check() {
        check("down_block_types", DOWN);
        check("up_block_types", UP);
    }

    private void check(String key, List<String> known) {
        for (String type : config.has(key) ? config.texts(key) : new String[0]) {
            if (!known.contains(type)) {
                throw config.unsupported("\"" + key + "\": \"" + type + "\" is not supported; supported: " + known);
            }
        }
    }

    /** The channels before the last layer of a network, 0 for one whose blocks pass on a picture as well. */
    static int deepChannels(ModelConfig config) {
        boolean plain = Stream.of(config.texts("up_block_types")).noneMatch(type -> type.contains("Skip"));
        return plain ? config.integers("block_out_channels")[0] : 0;
    }

    /** Whether blocks of this type have attention to the text. */
    static boolean isCrossAttention(String type) {
        return type.startsWith("CrossAttn");
    }

    /** A stage of the way down, from {@code in} to {@code out} channels. */
    static DownStage down(String type, Scope scope, int in, int out, StageSettings settings) {
        boolean skip = type.contains("Skip");
        ResnetBlock2D.Settings resnet = skip ? SkipDownBlock.settings(settings.resnet()) : settings.resnet();
        List<ResnetBlock2D> resnets = IntStream.range(0, settings.layers())
                .mapToObj(i -> ResnetBlock2D.of(scope.child("resnets").child(i), i == 0 ? in : out, out, resnet))
                .toList();
        List<SpatialAttention> attentions = attentions(type, scope, out, settings);
        return skip
                ? SkipDownBlock.of(new DownBlock(resnets, attentions, null), scope, out, resnet, settings.isLast())
                : new DownBlock(resnets, attentions, downsample(type, scope, out, settings));
    }

    /**
     * A stage of the way up.
     *
     * @param previous channels of the stage below
     * @param skip channels of the last skip connection
     */
    static UpStage up(String type, Scope scope, int previous, int out, int skip, StageSettings settings) {
        if (type.contains("Skip")) {
            return skipUp(type, scope, previous, out, skip, settings);
        }
        List<ResnetBlock2D> resnets = IntStream.range(0, settings.layers())
                .mapToObj(i -> ResnetBlock2D.of(
                        scope.child("resnets").child(i),
                        (i == 0 ? previous : out) + (i == settings.layers() - 1 ? skip : out),
                        out,
                        settings.resnet()))
                .toList();
        return new UpBlock(resnets, attentions(type, scope, out, settings), upsample(type, scope, out, settings));
    }

    private static UpStage skipUp(String type, Scope scope, int previous, int out, int skip, StageSettings settings) {
        ResnetBlock2D.Settings resnet = SkipDownBlock.settings(settings.resnet());
        boolean attends = type.startsWith("Attn");
        List<ResnetBlock2D> resnets = IntStream.range(0, settings.layers())
                .mapToObj(i -> {
                    int from = i == 0 ? previous : out;
                    int joined = i == settings.layers() - 1 ? skip : out;
                    // The reference divides only the skip connection's channels by 4 where there is attention.
                    int groups = Math.min(attends ? from + joined / 4 : (from + joined) / 4, 32);
                    return ResnetBlock2D.of(scope.child("resnets").child(i), from + joined, out, resnet)
                            .withGroups(groups);
                })
                .toList();
        UpBlock block = new UpBlock(resnets, Collections.nCopies(resnets.size(), SpatialAttention.NONE), null);
        SpatialAttention attention = attention(type, scope.child("attentions.0"), out, 0, settings);
        return new SkipUpBlock(
                block, attention, settings.isLast() ? null : SkipUpBlock.Enlargement.of(scope, out, resnet));
    }

    private static List<SpatialAttention> attentions(String type, Scope scope, int channels, StageSettings settings) {
        return IntStream.range(0, settings.layers())
                .mapToObj(i -> attention(type, scope.child("attentions").child(i), channels, i, settings))
                .toList();
    }

    private static SpatialAttention attention(
            String type, Scope scope, int channels, int layer, StageSettings settings) {
        if (isCrossAttention(type)) {
            Transformer2DModel.Settings transformer = required(settings.transformer());
            return toText(Transformer2DModel.of(scope, channels, settings.depths()[layer], transformer));
        } else if (type.startsWith("Attn")) {
            int heads = settings.heads(channels);
            ResnetBlock2D.Settings neighbours = type.contains("Skip")
                    ? SkipDownBlock.settings(settings.resnet()).withGroups(SKIP_ATTENTION_GROUPS)
                    : settings.resnet();
            SelfAttention2D attention = SelfAttention2D.of(scope, channels, heads, neighbours);
            return (x, context) -> attention.apply(x);
        }
        return SpatialAttention.NONE;
    }

    /** Attention to text as a layer of a stage. */
    static SpatialAttention toText(Transformer2DModel transformer) {
        return (x, context) -> transformer.apply(x, required(context));
    }

    private static @Nullable Resample downsample(String type, Scope scope, int channels, StageSettings settings) {
        Scope layer = scope.child("downsamplers.0");
        return switch (resampling(type, settings)) {
            case NONE -> null;
            case RESNET -> Resample.down(ResnetBlock2D.of(layer, channels, channels, settings.resnet()));
            case CONVOLUTION -> Resample.of(Downsample2D.of(layer, channels, settings.downsamplePadding()));
        };
    }

    private static @Nullable Resample upsample(String type, Scope scope, int channels, StageSettings settings) {
        Scope layer = scope.child("upsamplers.0");
        return switch (resampling(type, settings)) {
            case NONE -> null;
            case RESNET -> Resample.up(ResnetBlock2D.of(layer, channels, channels, settings.resnet()));
            case CONVOLUTION -> Resample.of(Upsample2D.of(layer, channels));
        };
    }

    // Of the plain blocks, only those whose names say so resample by residual blocks, whatever the setting is.
    private static StageSettings.Resampling resampling(String type, StageSettings settings) {
        if (settings.resample() == StageSettings.Resampling.NONE) {
            return StageSettings.Resampling.NONE;
        } else if (type.startsWith("Resnet")) {
            return StageSettings.Resampling.RESNET;
        }
        return type.startsWith("Attn") ? settings.resample() : StageSettings.Resampling.CONVOLUTION;
    }

    /** Whether time scales and shifts the second norm of residual blocks instead of being added before it. */
    static boolean scaleShift(ModelConfig config) {
        String how = config.text("resnet_time_scale_shift", "default");
        return switch (how) {
            case "default" -> false;
            case "scale_shift" -> true;
            default ->
                throw config.unsupported("\"resnet_time_scale_shift\": \"" + how
                        + "\" is not supported; supported: default, scale_shift");
        };
    }

    static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("a network without text cannot have blocks that look at text");
        }
        return value;
    }
}
