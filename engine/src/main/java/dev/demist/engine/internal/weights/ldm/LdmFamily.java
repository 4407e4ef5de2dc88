package dev.demist.engine.internal.weights.ldm;

import java.util.Map;

/** The kinds of single-file checkpoints. */
public enum LdmFamily {
    /** Stable Diffusion 1.x: CLIP ViT-L. */
    SD1(64, 0.18215, "StableDiffusionPipeline"),
    /** Stable Diffusion 2.x: OpenCLIP ViT-H. */
    SD2(96, 0.18215, "StableDiffusionPipeline"),
    /** Stable Diffusion XL: CLIP ViT-L and OpenCLIP ViT-bigG. */
    SDXL(128, 0.13025, "StableDiffusionXLPipeline"),
    /** The refiner of Stable Diffusion XL: OpenCLIP ViT-bigG. */
    SDXL_REFINER(128, 0.13025, "StableDiffusionXLImg2ImgPipeline");

    private final int latentSize;
    private final double scalingFactor;
    private final String pipeline;

    LdmFamily(int latentSize, double scalingFactor, String pipeline) {
        this.latentSize = latentSize;
        this.scalingFactor = scalingFactor;
        this.pipeline = pipeline;
    }

    int latentSize() {
        return latentSize;
    }

    /** What the weights of its autoencoders do not show of their configuration. */
    public Map<String, Object> codec() {
        return Map.of(
                "sample_size",
                latentSize * 8,
                "scaling_factor",
                scalingFactor,
                "force_upcast",
                this == SDXL || this == SDXL_REFINER);
    }

    /**
     * The noise schedule that its models were trained with, as a {@code scheduler_config.json}.
     *
     * @param prediction such as {@code epsilon} or {@code v_prediction}
     */
    public Map<String, Object> scheduler(String prediction) {
        return OtherConfigs.scheduler(this, prediction);
    }

    /** The class of the pipeline in diffusers. */
    public String pipeline() {
        return pipeline;
    }
}
