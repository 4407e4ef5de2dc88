package dev.demist.server.run.preview;

import dev.demist.PreviewQuality;
import dev.demist.server.run.Progress;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;

/**
 * The previews that a viewer wants.
 *
 * @param kind how they are made; {@code AUTO} is sharp as far as there is time, and always where a run rests
 * @param size the longest side in pixels; 0 for their own
 */
public record PreviewFormat(PreviewKind kind, int size) {

    /** What a viewer gets who says nothing. */
    public static final PreviewFormat DEFAULT = new PreviewFormat(PreviewKind.AUTO, 0);

    /**
     * The sequence number of the newest preview of a run: that of its newest state, or, where it has come to rest
     * since, that of the change, as the preview is drawn sharply then. 0 if there is none.
     */
    public long seq(Run run) {
        Progress progress = run.progress();
        boolean gone = run.marks().ephemeral() && progress.status() == Status.CANCELLED;
        boolean drawnAgain = kind == PreviewKind.AUTO && rests(run) && !gone && progress.step() < progress.steps();
        return drawnAgain && progress.stateSeq() > 0 ? progress.seq() : progress.stateSeq();
    }

    /** How the preview of a run's newest state is made, given the times of those that were made. */
    PreviewQuality quality(Run run, DecodeTimes times) {
        boolean linear = kind == PreviewKind.AUTO
                && !rests(run)
                && !times.areAffordable(
                        String.valueOf(run.recipe().request().model()),
                        run.width() * run.height(),
                        run.progress().stepsPerSecond());
        return linear ? PreviewQuality.LINEAR : kind.quality();
    }

    private static boolean rests(Run run) {
        Status status = run.progress().status();
        return status == Status.PAUSED || status.isEnded();
    }
}
