package dev.demist.engine.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.demist.DemistException;
import dev.demist.Picture;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any picture that somebody sends, and the recipe in it, is read or refused with the typed error. */
class PictureFuzzTest {

    private static final long MAX_PIXELS = 1 << 16;

    @MethodSource("pictures")
    @FuzzTest(maxDuration = "10m")
    void anyPicture(byte[] file) {
        try {
            Picture.read(file, MAX_PIXELS);
        } catch (DemistException refused) {
            // the expected answer to a damaged picture
        }
    }

    @MethodSource("pictures")
    @FuzzTest(maxDuration = "10m")
    void anyRecipe(byte[] file) {
        try {
            Picture.text(file);
        } catch (DemistException refused) {
            // the expected answer to a damaged picture
        }
    }

    static Stream<Arguments> pictures() {
        Picture picture = new Picture(2, 1, new byte[] {1, 2, 3, 4, 5, 6});
        return Stream.of(picture.png(Map.of("parameters", "a cat \u732b")), picture.jpeg(0.8f))
                .map(bytes -> Arguments.of((Object) bytes));
    }
}
