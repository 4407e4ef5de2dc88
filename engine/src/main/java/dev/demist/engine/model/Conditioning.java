package dev.demist.engine.model;

import dev.demist.scheduler.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What steers a denoiser beside the sample and its time; each tensor has the sample's batch size B.
 *
 * @param context text states {@code [B, T, C]}, null for unconditional models
 * @param textEmbeds pooled text {@code [B, P]} of SDXL
 * @param timeIds SDXL's micro-conditioning {@code [B, 6]} (refiner: 5)
 * @param guidanceEmbedding LCM's {@code timestep_cond} {@code [B, D]}
 * @param classLabels class of each sample {@code [B]} as floats
 * @param downResiduals ControlNet's residuals for the skip connections, empty without
 * @param midResidual ControlNet's residual for the middle block
 */
public record Conditioning(
        @Nullable Tensor context,
        @Nullable Tensor textEmbeds,
        @Nullable Tensor timeIds,
        @Nullable Tensor guidanceEmbedding,
        @Nullable Tensor classLabels,
        List<Tensor> downResiduals,
        @Nullable Tensor midResidual) {

    /** Nothing. */
    public static final Conditioning NONE = new Conditioning(null, null, null, null, null, List.of(), null);

    /** Text states only. */
    public static Conditioning text(Tensor context) {
        return new Conditioning(context, null, null, null, null, List.of(), null);
    }

    /** This with what a ControlNet adds. */
    public Conditioning withResiduals(ControlNet.Residuals residuals) {
        return new Conditioning(
                context, textEmbeds, timeIds, guidanceEmbedding, classLabels, residuals.down(), residuals.mid());
    }

    /** This with the guidance embedding {@code [B, D]} of latent consistency models. */
    public Conditioning withGuidanceEmbedding(Tensor embedding) {
        return new Conditioning(context, textEmbeds, timeIds, embedding, classLabels, downResiduals, midResidual);
    }
}
