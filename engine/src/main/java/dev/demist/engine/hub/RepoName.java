package dev.demist.engine.hub;

import dev.demist.DemistException;
import java.util.Arrays;

/**
 * Names that become parts of paths and addresses, checked before they do.
 *
 * @param text {@code org/name}, or {@code name} alone for the oldest repositories
 */
record RepoName(String text) {

    RepoName {
        if (!text.matches("\\w[\\w.-]{0,95}(/\\w[\\w.-]{0,95})?") || text.contains("--") || text.contains("..")) {
            throw DemistException.invalid("repository", text, "it must look like org/name");
        }
    }

    /** The folder of the cache. */
    String folder() {
        return "models--" + text.replace("/", "--");
    }

    /** A branch, tag or commit that may become a path. */
    static String checkedRevision(String revision) {
        if (!revision.matches("\\w[\\w./-]{0,254}") || revision.contains("..") || revision.contains("//")) {
            throw DemistException.invalid("revision", revision, "it must be a branch, a tag or a commit");
        }
        return revision;
    }

    /** A file's path as a hub tells it. */
    static boolean isPlainPath(String path) {
        return path.matches("[^\\\\\\x00-\\x1f:]{1,1024}")
                && Arrays.stream(path.split("/", -1))
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }
}
