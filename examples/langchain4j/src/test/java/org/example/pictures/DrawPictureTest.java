package org.example.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawPictureTest {

    @Test
    void aPictureIsDrawn(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("apple.png");

        DrawPicture.main(new String[] {"a red apple", file.toString()});

        assertEquals(128, ImageIO.read(file.toFile()).getWidth());
    }
}
