package dev.demist.server.run.service;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Models;
import dev.demist.Pipeline;
import dev.demist.ResolvedRequest;
import dev.demist.server.run.Run;
import dev.demist.server.run.preview.Frame;
import dev.demist.server.run.preview.Jpeg;
import dev.demist.server.run.preview.PreviewFormat;
import dev.demist.server.run.preview.PreviewKind;
import dev.demist.server.run.preview.Previews;
import dev.demist.server.run.store.RunStore;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What there is to see of runs: previews, finished pictures, those that were given, and the schedule.
 *
 * @param io threads that may block
 */
record RunPictures(Models models, RunStore store, RunStates states, Previews previews, Scheduler io) {

    /** The preview of a run's newest state. */
    Mono<Frame> frame(Run run, PreviewFormat format) {
        return pipeline(run).flatMap(pipeline -> states.at(run, run.progress().step())
                .flatMap(state -> previews.frame(run, state, pipeline, format)));
    }

    /** The preview of the state after {@code step} model calls, whose longest side is {@code size}; 0 for its own. */
    Mono<Jpeg> preview(Run run, int step, int size, PreviewKind kind) {
        return pipeline(run).flatMap(pipeline -> states.at(run, step)
                .flatMap(state -> previews.jpeg(run.id(), state, pipeline, size, kind.quality())));
    }

    // Finding a model may read the disk.
    private Mono<Pipeline> pipeline(Run run) {
        return Mono.fromCallable(() -> models.open(model(run))).subscribeOn(io);
    }

    private static String model(Run run) {
        String model = run.recipe().request().model();
        if (model == null) {
            throw new DemistException(
                    ErrorCode.CONFLICT, "run " + run.id() + " has no model: this version cannot read what was asked");
        }
        return model;
    }

    /** The timesteps and noise levels that a run visits, and where it begins with them. */
    Mono<RunSchedule> schedule(Run run) {
        return pipeline(run).flatMap(pipeline -> {
            ResolvedRequest request = ResolvedRequest.kept(run.recipe().request());
            return pipeline.schedule(request).flatMap(schedule -> states.leftBy(run)
                    .map(from -> Takeover.firstStep(request, schedule, from))
                    .defaultIfEmpty(1)
                    .map(first -> new RunSchedule(schedule, first)));
        });
    }

    /** The finished picture as PNG. Fails with CONFLICT if there is none. */
    Mono<byte[]> finished(Run run) {
        return store.blobs()
                .picture(run.id())
                .switchIfEmpty(Mono.error(() -> new DemistException(
                        ErrorCode.CONFLICT,
                        "run " + run.id() + " is " + run.progress().status().wire() + " and has no finished picture")));
    }

    /** The picture of that name that a run was given. Fails with NOT_FOUND if there is none. */
    Mono<byte[]> input(Run run, String name) {
        return Mono.fromCallable(() -> given(run, name))
                .subscribeOn(io)
                .switchIfEmpty(Mono.error(() -> new DemistException(
                        ErrorCode.NOT_FOUND,
                        "run " + run.id() + " was given no " + name
                                + "; known: image, mask, controlImage, references.0 ...")));
    }

    private byte @Nullable [] given(Run run, String name) {
        String reference = run.recipe().input(name);
        return reference == null ? null : store.blobs().input(reference).orElse(null);
    }
}
