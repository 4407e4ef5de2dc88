package dev.demist.engine.hub;

import dev.demist.DemistException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Names that become parts of paths and addresses, checked before they do.
 *
 * @param text {@code org/name}, or {@code name} alone for the oldest repositories
 */
record RepoName(String text) {

    private static final String FOLDER = "models--";

    RepoName {
        if (!isName(text)) {
            throw DemistException.invalid("repository", text, "it must look like org/name");
        }
    }

    private static boolean isName(String text) {
        return text.matches("\\w[\\w.-]{0,95}(/\\w[\\w.-]{0,95})?") && !text.contains("--") && !text.contains("..");
    }

    /** The repository of a folder of the cache, if it is one of a model. */
    static Optional<RepoName> ofFolder(String folder) {
        String text =
                folder.substring(Math.min(FOLDER.length(), folder.length())).replaceFirst("--", "/");
        return folder.startsWith(FOLDER) && isName(text) ? Optional.of(new RepoName(text)) : Optional.empty();
    }

    /** The folder of the cache. */
    String folder() {
        return FOLDER + text.replace("/", "--");
    }

    /** A branch, tag or commit that may become a path. */
    static String checkedRevision(String revision) {
        if (!revision.matches("\\w[\\w./-]{0,254}") || revision.contains("..") || revision.contains("//")) {
            throw DemistException.invalid("revision", revision, "it must be a branch, a tag or a commit");
        }
        return revision;
    }

    /** Returns whether a path reported by a hub is relative and free of {@code ..}. */
    static boolean isPlainPath(String path) {
        return path.matches("[^\\\\\\x00-\\x1f:]{1,1024}")
                && Arrays.stream(path.split("/", -1))
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }
}
