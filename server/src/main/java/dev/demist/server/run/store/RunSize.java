package dev.demist.server.run.store;

/**
 * The bytes that a run takes, its record not counted.
 *
 * @param intermediate of the states but the newest
 * @param others of the newest state and the picture
 */
public record RunSize(long intermediate, long others) {

    /** All of them. */
    public long total() {
        return intermediate + others;
    }
}
