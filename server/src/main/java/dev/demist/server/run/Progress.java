package dev.demist.server.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.demist.LatentState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run that changes. Immutable; every change increments {@code seq}.
 *
 * @param status where it is
 * @param step model calls that are done
 * @param steps model calls in all; what was asked for until the first one is done
 * @param noiseLevel the noise sigma that is left; null before the first step, or if it is not finite
 * @param stepsPerSecond the pace of the last steps; null while unknown
 * @param secondsLeft at this pace; null while unknown
 * @param queuePlace 1 is next; null unless queued
 * @param startedAt when it was first taken from the queue
 * @param finishedAt when it ended
 * @param error why it failed
 * @param seq counts the changes: of two records of a run, the one with the greater number is newer
 * @param stateSeq the {@code seq} at which the newest state came
 */
public record Progress(
        Status status,
        int step,
        int steps,
        @Nullable Double noiseLevel,
        @Nullable Double stepsPerSecond,
        @Nullable Double secondsLeft,
        @Nullable Integer queuePlace,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable RunError error,
        long seq,
        @JsonIgnore long stateSeq) {

    // More changes than a run can have between two that are stored.
    private static final long RECOVERY_LEAP = 1L << 32;

    /** A run that was just accepted and goes on after {@code step}. */
    public static Progress accepted(int step, int steps) {
        return new Progress(Status.QUEUED, step, steps, null, null, null, null, null, null, null, 1, step > 0 ? 1 : 0);
    }

    /** Whether a run that was to pause after {@code stopAt} calls pauses with {@code next}: it was not there before. */
    public boolean stopsAt(LatentState next, @Nullable Integer stopAt) {
        return stopAt != null && step < stopAt && next.call() >= stopAt && !next.isLast();
    }

    /** After a restart: at the newest state that was kept, and with numbers that no viewer has seen yet. */
    public Progress recovered(@Nullable LatentState newest, @Nullable Integer stopAt) {
        long unseen = seq + RECOVERY_LEAP;
        boolean rests = status == Status.PAUSED || (newest != null && stopsAt(newest, stopAt));
        return new Progress(
                rests ? Status.PAUSED : Status.QUEUED,
                newest == null ? 0 : newest.call(),
                newest == null ? steps : newest.calls(),
                newest == null ? null : finite(newest.noiseLevel()),
                null,
                null,
                null,
                startedAt,
                null,
                null,
                unseen,
                newest == null ? 0 : unseen);
    }

    /** As another server has brought it to {@code newest}, as far as the numbers of changes can be known. */
    public Progress seenAt(LatentState newest) {
        long unseen = seq + newest.call() - step;
        return newest.call() <= step
                ? this
                : new Progress(
                        status,
                        newest.call(),
                        newest.calls(),
                        finite(newest.noiseLevel()),
                        null,
                        null,
                        queuePlace,
                        startedAt,
                        null,
                        null,
                        unseen,
                        unseen);
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }

    /** In the queue; 1 is next. */
    public Progress queued(int place) {
        return new Progress(
                Status.QUEUED, step, steps, noiseLevel, null, null, place, startedAt, null, null, seq + 1, stateSeq);
    }

    public Progress running(Instant now) {
        Instant started = startedAt == null ? now : startedAt;
        return new Progress(
                Status.RUNNING, step, steps, noiseLevel, null, null, null, started, null, null, seq + 1, stateSeq);
    }

    public Progress paused() {
        return new Progress(
                Status.PAUSED, step, steps, noiseLevel, null, null, null, startedAt, null, null, seq + 1, stateSeq);
    }

    /** One state on, at a pace of {@code perSecond}. */
    public Progress at(LatentState state, double perSecond) {
        return new Progress(
                status,
                state.call(),
                state.calls(),
                finite(state.noiseLevel()),
                perSecond,
                (state.calls() - state.call()) / perSecond,
                queuePlace,
                startedAt,
                null,
                null,
                seq + 1,
                seq + 1);
    }

    public Progress ended(Status how, Instant now, @Nullable RunError why) {
        return new Progress(
                how, step, steps, noiseLevel, stepsPerSecond, null, null, startedAt, now, why, seq + 1, stateSeq);
    }
}
