package dev.demist.webui.toy;

import java.util.concurrent.atomic.AtomicInteger;

/** What the viewers asked for, and what was made for them. */
public final class ToyDemand {

    private final AtomicInteger mostCredit = new AtomicInteger();
    private final AtomicInteger previews = new AtomicInteger();

    private volatile String kind = "";

    ToyDemand() {}

    void asked(String previewKind) {
        kind = previewKind;
    }

    void granted(int outstanding) {
        mostCredit.accumulateAndGet(outstanding, Math::max);
    }

    void previewed() {
        previews.incrementAndGet();
    }

    /** How the last viewer wants its previews made. */
    public String kind() {
        return kind;
    }

    /** The most previews that a viewer has ever had on order. */
    public int mostCredit() {
        return mostCredit.get();
    }

    /** How many previews were made. */
    public int previews() {
        return previews.get();
    }
}
