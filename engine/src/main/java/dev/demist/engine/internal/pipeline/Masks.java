package dev.demist.engine.internal.pipeline;

import dev.demist.scheduler.Tensor;

/** Element-wise products with masks. */
final class Masks {

    private Masks() {}

    /** {@code mask} {@code [1, 1, H, W]} at another size; each pixel takes the one it falls on. */
    static Tensor nearest(Tensor mask, int height, int width) {
        float[] small = new float[height * width];
        for (int y = 0; y < height; y++) {
            int row = (int) ((long) y * mask.size(2) / height) * mask.size(3);
            for (int x = 0; x < width; x++) {
                small[y * width + x] = mask.get(row + (int) ((long) x * mask.size(3) / width));
            }
        }
        return Tensor.wrap(small, 1, 1, height, width);
    }

    /** {@code image} {@code [1, C, H, W]}, 0 where the mask {@code [1, 1, H, W]} is set. */
    static Tensor without(Tensor image, Tensor mask) {
        return blend(image, Tensor.zeros(image.shape()), mask);
    }

    /** {@code (1 - mask) * kept + mask * painted}, of {@code [1, C, H, W]} and a mask {@code [1, 1, H, W]}. */
    static Tensor blend(Tensor kept, Tensor painted, Tensor mask) {
        float[] blended = new float[kept.size()];
        for (int i = 0; i < blended.length; i++) {
            float share = mask.get(i % mask.size());
            blended[i] = (1 - share) * kept.get(i) + share * painted.get(i);
        }
        return Tensor.wrap(blended, kept.shape());
    }

    /** Element by element, of equal shapes. */
    static Tensor product(Tensor a, Tensor b) {
        float[] product = new float[a.requireShape(b.shape()).size()];
        for (int i = 0; i < product.length; i++) {
            product[i] = a.get(i) * b.get(i);
        }
        return Tensor.wrap(product, a.shape());
    }
}
