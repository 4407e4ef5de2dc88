package dev.demist.engine;

import dev.demist.scheduler.Tensor;

/** Latents as the reference records them for some transformers: a token for each square of {@code p x p} pixels. */
public final class PackedLatents {

    private PackedLatents() {}

    /** {@code [B, C, h, w]} to {@code [B, T, C*p*p]}, the last of which is {@code width}. */
    public static Tensor pack(Tensor picture, int width) {
        int patch = (int) Math.sqrt((double) width / picture.size(1));
        float[] packed = new float[picture.size()];
        for (int i = 0; i < packed.length; i++) {
            packed[place(i, picture.shape(), patch)] = picture.get(i);
        }
        int rows = picture.size(0);
        return Tensor.wrap(packed, rows, packed.length / rows / width, width);
    }

    /** {@code [B, T, C*p*p]} to {@code [B, C, h, w]}. */
    public static Tensor unpack(Tensor tokens, int patch, int height, int width) {
        int[] shape = {tokens.size(0), tokens.size(2) / (patch * patch), height, width};
        float[] picture = new float[tokens.size()];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = tokens.get(place(i, shape, patch));
        }
        return Tensor.wrap(picture, shape);
    }

    /** The place among the tokens of element {@code i} of a picture. */
    private static int place(int i, int[] shape, int patch) {
        int x = i % shape[3];
        int y = i / shape[3] % shape[2];
        int channel = i / shape[3] / shape[2] % shape[1];
        int row = i / shape[3] / shape[2] / shape[1];
        int columns = shape[3] / patch;
        int token = row * (shape[2] / patch) * columns + y / patch * columns + x / patch;
        return ((token * shape[1] + channel) * patch + y % patch) * patch + x % patch;
    }
}
