package dev.demist.engine.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.TokenizerKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * CLIP's byte-pair tokenizer (Radford et al., 2021), read from the {@code vocab.json} and {@code merges.txt} of a
 * checkpoint and run by Hugging Face's tokenizers library. Immutable, thread-safe; its native memory is freed when it
 * is garbage-collected.
 */
public final class ClipTokenizer implements Tokenizer {

    /** The number of tokens in CLIP's vocabulary. */
    public static final int VOCABULARY = 49_408;

    private final NativeTokenizer vocabulary;
    private final TokenizerKind kind;
    private final LearnedTokens learned;
    private final TokenTexts tokens;
    private final int start;
    private final int end;
    private final int pad;

    private ClipTokenizer(
            NativeTokenizer tokenizer, TokenizerDefinition definition, String padToken, TokenizerKind kind) {
        this.kind = kind;
        this.vocabulary = tokenizer;
        this.learned = LearnedTokens.NONE;
        this.tokens = new TokenTexts(definition.tokens());
        this.start = definition.id(TokenizerDefinition.START);
        this.end = definition.id(TokenizerDefinition.END);
        this.pad = definition.id(padToken);
    }

    private ClipTokenizer(ClipTokenizer base, LearnedTokens learned) {
        this.kind = base.kind;
        this.vocabulary = base.vocabulary;
        this.learned = learned;
        this.tokens = base.tokens.with(learned);
        this.start = base.start;
        this.end = base.end;
        this.pad = base.pad;
    }

    /**
     * Reads the tokenizer in {@code folder}: {@code vocab.json}, {@code merges.txt}, and the pad token of
     * {@code special_tokens_map.json} or {@code tokenizer_config.json} (Stable Diffusion 2 pads with "!").
     *
     * @throws DemistException CORRUPT_FILE or STORAGE_FAILED: the file and what is wrong with it
     */
    public static ClipTokenizer open(Path folder) {
        return open(folder, null, TokenizerKind.FAST);
    }

    /** Reads the tokenizer in a folder; {@code padToken} pads short texts, null means the folder's own. */
    public static ClipTokenizer open(Path folder, @Nullable String padToken, TokenizerKind kind) {
        try {
            TokenizerDefinition definition = TokenizerDefinition.read(folder);
            String pad = padToken == null ? definition.padToken() : padToken;
            return new ClipTokenizer(load(definition), definition, pad, kind);
        } catch (DemistException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw corrupt(folder, e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, "tokenizer " + folder + " cannot be read: " + e, e);
        } catch (RuntimeException e) {
            throw corrupt(folder, String.valueOf(e.getMessage()), e);
        }
    }

    private static NativeTokenizer load(TokenizerDefinition definition) throws IOException {
        return NativeTokenizer.load(new ObjectMapper().writeValueAsBytes(definition.json()));
    }

    private static DemistException corrupt(Path folder, String problem, Exception cause) {
        return new DemistException(ErrorCode.CORRUPT_FILE, "tokenizer " + folder + ": " + problem, cause);
    }

    @Override
    public Tokenizer with(LearnedTokens tokens) {
        return new ClipTokenizer(this, tokens);
    }

    @Override
    public int[] words(String text) {
        return learned.ids(NativeTokenizer.wellFormed(text), this::encoded).toArray();
    }

    private IntStream encoded(String text) {
        return Arrays.stream(vocabulary.ids(kind == TokenizerKind.SLOW ? SlowText.clean(text) : text, false));
    }

    @Override
    public String token(int id) {
        return tokens.of(id);
    }

    @Override
    public OptionalInt begin() {
        return OptionalInt.of(start);
    }

    @Override
    public OptionalInt end() {
        return OptionalInt.of(end);
    }

    @Override
    public int pad() {
        return pad;
    }
}
