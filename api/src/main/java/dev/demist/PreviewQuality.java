package dev.demist;

/** The way a preview is made from a state's predicted clean sample; each viewer may choose another one. */
public enum PreviewQuality {
    /** A linear map of the latents, one pixel for each latent pixel: microseconds. */
    LINEAR,
    /** A distilled decoder of a few layers (TAESD), full size, where the checkpoint has one. */
    TINY,
    /** The checkpoint's own decoder, full size: as long as a few steps. */
    FULL
}
