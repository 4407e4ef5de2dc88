package dev.demist.engine.internal.weights.ldm;

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

    double scalingFactor() {
        return scalingFactor;
    }

    /** The class of the pipeline in diffusers. */
    public String pipeline() {
        return pipeline;
    }
}
