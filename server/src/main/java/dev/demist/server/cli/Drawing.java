package dev.demist.server.cli;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.ResolvedRequest;
import java.util.Objects;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Draws one picture while a bar on stderr shows how far it is. */
final class Drawing {

    private Drawing() {}

    /** The request with every default and a seed. */
    static ResolvedRequest resolve(Pipeline pipeline, GenerationRequest request) {
        return Objects.requireNonNull(pipeline.resolve(request).block());
    }

    static Picture draw(Pipeline pipeline, ResolvedRequest request, String task) {
        try (ProgressBar bar = bar(task, request.steps())) {
            return Objects.requireNonNull(pipeline.denoise(request)
                    .doOnNext(state -> show(bar, state))
                    .last()
                    .flatMap(pipeline::decode)
                    .block());
        }
    }

    private static void show(ProgressBar bar, LatentState state) {
        bar.maxHint(state.calls());
        bar.stepTo(state.call());
    }

    private static ProgressBar bar(String task, int steps) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setUnit(" steps", 1)
                .showSpeed()
                .setUpdateIntervalMillis(100)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build();
    }
}
