package dev.demist.server.http.ollama;

/** Models as the interface calls them: a name and, after a colon, a tag. */
final class ModelTag {

    private ModelTag() {}

    /** The model's name in one such as {@code emoji:latest}. */
    static String name(String tagged) {
        return tagged.replaceFirst(":latest$", "");
    }
}
