package org.example.pictures;

import dev.demist.GenerationRequest;
import dev.demist.Pipeline;
import dev.demist.engine.Engine;
import dev.demist.langchain4j.DemistImageModel;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.image.ImageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Draws the words of the first argument into the file that the second one names. */
public final class DrawPicture {

    private DrawPicture() {}

    public static void main(String[] args) throws IOException {
        try (Engine engine = Engine.start();
                Pipeline pipeline = engine.open("emoji")) {
            ImageModel model = new DemistImageModel(
                    pipeline, GenerationRequest.builder().steps(8).seed(42L).build());
            Image image = model.generate(args[0]).content();
            Files.write(Path.of(args[1]), Base64.getDecoder().decode(image.base64Data()));
        }
    }
}
