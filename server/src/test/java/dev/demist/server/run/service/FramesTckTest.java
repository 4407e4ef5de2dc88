package dev.demist.server.run.service;

import dev.demist.server.run.preview.Frame;
import dev.demist.server.run.preview.PreviewFormat;
import org.reactivestreams.Publisher;

/** The preview that a credit brings. */
public final class FramesTckTest extends EndedRunVerification<Frame> {

    @Override
    Publisher<Frame> seenBy(String user) {
        return runs.views().frameAfter(user, ended, 0, PreviewFormat.DEFAULT);
    }
}
