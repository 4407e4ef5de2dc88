package dev.demist.engine.tokenizer;

import dev.demist.TokenizerKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The tokenizers of an engine by the folders that hold them, each of which is opened once. Thread-safe. */
public final class Tokenizers {

    private record Key(Path folder, @Nullable String pad) {}

    private final Map<Key, Tokenizer> open = new ConcurrentHashMap<>();
    private final TokenizerKind kind;

    /** Fast ones. */
    public Tokenizers() {
        this(TokenizerKind.FAST);
    }

    /** Those of one kind. */
    public Tokenizers(TokenizerKind kind) {
        this.kind = kind;
    }

    /**
     * The tokenizer in a folder: CLIP's, or that of its {@code tokenizer.json} if its configuration names another
     * class.
     */
    public Tokenizer of(Path folder) {
        return TokenizerFiles.isClip(folder)
                ? clip(folder, null)
                : open.computeIfAbsent(new Key(folder, null), key -> JsonTokenizer.open(folder));
    }

    /**
     * The tokenizer in a folder with another padding token, as {@link ClipTokenizer#open(Path, String, TokenizerKind)}
     * opens it.
     */
    public Tokenizer clip(Path folder, @Nullable String pad) {
        return open.computeIfAbsent(new Key(folder, pad), key -> ClipTokenizer.open(folder, pad, kind));
    }
}
