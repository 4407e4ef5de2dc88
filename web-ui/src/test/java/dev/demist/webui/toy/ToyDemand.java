package dev.demist.webui.toy;

import java.util.concurrent.atomic.AtomicInteger;

/** What the viewers asked for, and what was made for them. */
public final class ToyDemand {

    private final AtomicInteger mostCredit = new AtomicInteger();
    private final AtomicInteger previews = new AtomicInteger();

    ToyDemand() {}

    void granted(int outstanding) {
        mostCredit.accumulateAndGet(outstanding, Math::max);
    }

    void previewed() {
        previews.incrementAndGet();
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
