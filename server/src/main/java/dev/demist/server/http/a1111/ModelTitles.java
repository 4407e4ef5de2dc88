package dev.demist.server.http.a1111;

/** Models as the interface calls them: a name, the file's ending, and a checksum in brackets. */
final class ModelTitles {

    private ModelTitles() {}

    /** The model's name in a title such as {@code emoji.safetensors [0123456789]}. */
    static String name(String title) {
        return title.replaceFirst("\\s*\\[[^\\]]*\\]\\s*$", "").replaceFirst("\\.(safetensors|ckpt)$", "");
    }
}
