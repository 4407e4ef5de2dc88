package dev.demist.server.cli;

/**
 * A repository at a revision.
 *
 * @param repo {@code org/name}
 * @param revision a branch, tag or commit
 */
record Revision(String repo, String revision) {

    /** {@code org/name} or {@code org/name@revision}; {@code main} without one. */
    static Revision parse(String text) {
        int at = text.indexOf('@');
        return at < 0 ? new Revision(text, "main") : new Revision(text.substring(0, at), text.substring(at + 1));
    }
}
