package dev.demist.engine.image;

import dev.demist.Picture;
import dev.demist.scheduler.Tensor;

/** Between 8-bit pictures and the tensors that networks take and give. */
public final class Pictures {

    private Pictures() {}

    /** The picture of a tensor {@code [1, 3, H, W]} in -1 ... 1; values outside are clipped. */
    public static Picture ofTensor(Tensor tensor) {
        int height = tensor.size(2);
        int width = tensor.size(3);
        int plane = height * width;
        tensor.requireShape(1, 3, height, width);
        byte[] rgb = new byte[3 * plane];
        for (int i = 0; i < plane; i++) {
            for (int channel = 0; channel < 3; channel++) {
                rgb[3 * i + channel] = toByte(tensor.get(channel * plane + i) / 2 + 0.5f);
            }
        }
        return new Picture(width, height, rgb);
    }

    /** 0 ... 1 as a byte, rounded half to even as the reference does. */
    static byte toByte(float value) {
        return (byte) Math.rint(Math.max(0, Math.min(1, value)) * 255);
    }

    /** A picture as {@code [1, 3, H, W]} in -1 ... 1. */
    public static Tensor toTensor(Picture picture) {
        int plane = picture.width() * picture.height();
        float[] values = new float[3 * plane];
        for (int i = 0; i < plane; i++) {
            for (int channel = 0; channel < 3; channel++) {
                values[channel * plane + i] = 2 * ((picture.rgb()[3 * i + channel] & 0xff) / 255f) - 1;
            }
        }
        return Tensor.wrap(values, 1, 3, picture.height(), picture.width());
    }

    /** A mask as {@code [1, 1, height, width]}: 1 where the picture is light, 0 where it is dark. */
    public static Tensor toMask(Picture mask, int height, int width) {
        Picture sized = mask.resize(width, height);
        float[] values = new float[height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = luminance(sized.rgb(), 3 * i) >= 127.5 ? 1 : 0;
        }
        return Tensor.wrap(values, 1, 1, height, width);
    }

    /** The brightness {@code [1, 1, H, W]} of {@code [1, 3, H, W]}, in the same range. */
    public static Tensor gray(Tensor picture) {
        int plane = picture.size(2) * picture.size(3);
        float[] values = new float[plane];
        for (int i = 0; i < plane; i++) {
            values[i] = (float) luminance(picture.get(i), picture.get(plane + i), picture.get(2 * plane + i));
        }
        return Tensor.wrap(values, 1, 1, picture.size(2), picture.size(3));
    }

    private static double luminance(byte[] rgb, int at) {
        return luminance(rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff);
    }

    /** ITU-R BT.601. */
    private static double luminance(double red, double green, double blue) {
        return 0.299 * red + 0.587 * green + 0.114 * blue;
    }
}
