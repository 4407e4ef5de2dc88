package dev.demist.engine.internal.guidance;

/** The prompt alone steers. */
enum NoGuidance implements Guidance {
    INSTANCE;

    @Override
    public int rows() {
        return 1;
    }
}
