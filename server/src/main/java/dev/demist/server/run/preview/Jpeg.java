package dev.demist.server.run.preview;

import dev.demist.Picture;

/**
 * An encoded picture.
 *
 * @param width in pixels
 * @param height in pixels
 * @param bytes the file; not to be changed
 */
public record Jpeg(int width, int height, byte[] bytes) {

    static Jpeg of(Picture picture, float quality) {
        return new Jpeg(picture.width(), picture.height(), picture.jpeg(quality));
    }
}
