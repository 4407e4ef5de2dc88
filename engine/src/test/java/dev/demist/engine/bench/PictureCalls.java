package dev.demist.engine.bench;

import dev.demist.ComputeDevice;
import dev.demist.GenerationRequest;
import dev.demist.Pipeline;
import dev.demist.Precision;
import dev.demist.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pictures of 512x512 in few steps for {@link CallBenchmark}, each of another text, so that no text is known from
 * before.
 *
 * @param folder of the model
 * @param precision of its networks
 * @param threads of an operator
 * @param steps of a picture
 * @param device where it is drawn
 */
record PictureCalls(Path folder, Precision precision, int threads, int steps, ComputeDevice device) {

    private static final int SIDE = 512;

    void serve() throws IOException {
        try (Engine engine = Engine.builder()
                        .models(folder.toAbsolutePath().getParent())
                        .precision(precision)
                        .threads(threads)
                        .device(device)
                        .start();
                Pipeline pipeline = engine.open(folder.getFileName().toString())) {
            AtomicInteger number = new AtomicInteger();
            CallBenchmark.serve(
                    () -> pipeline.draw(request(number.incrementAndGet())).block());
        }
    }

    private GenerationRequest request(int number) {
        return GenerationRequest.builder("a red apple " + number)
                .steps(steps)
                .size(SIDE, SIDE)
                .build();
    }
}
