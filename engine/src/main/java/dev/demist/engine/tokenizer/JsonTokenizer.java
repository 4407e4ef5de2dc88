package dev.demist.engine.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The tokenizer of a folder's {@code tokenizer.json}, whatever its algorithm: T5's, Qwen's. Immutable, thread-safe.
 *
 * <p>The tokens that begin and end a row are those that it puts around an empty text: none, the end, or both.
 */
final class JsonTokenizer implements Tokenizer {

    private final NativeTokenizer vocabulary;
    private final TokenTexts tokens;
    private final LearnedTokens learned;
    private final int[] around;
    private final int pad;

    private JsonTokenizer(NativeTokenizer vocabulary, TokenTexts tokens, LearnedTokens learned, int pad) {
        this.vocabulary = vocabulary;
        this.tokens = tokens;
        this.learned = learned;
        this.around = vocabulary.ids("", true);
        this.pad = pad;
    }

    /**
     * Reads the tokenizer in a folder.
     *
     * @throws DemistException NOT_FOUND, CORRUPT_FILE or STORAGE_FAILED: the file and what is wrong with it
     */
    static JsonTokenizer open(Path folder) {
        try {
            WholeDefinition whole = WholeDefinition.read(folder);
            return new JsonTokenizer(
                    NativeTokenizer.load(whole.bytes()),
                    new TokenTexts(whole.tokens()),
                    LearnedTokens.NONE,
                    whole.pad());
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

    private static DemistException corrupt(Path folder, String problem, Exception cause) {
        return new DemistException(ErrorCode.CORRUPT_FILE, "tokenizer " + folder + ": " + problem, cause);
    }

    @Override
    public int[] words(String text) {
        return learned.ids(NativeTokenizer.wellFormed(text), part -> IntStream.of(vocabulary.ids(part, false)))
                .toArray();
    }

    @Override
    public OptionalInt begin() {
        return around.length < 2 ? OptionalInt.empty() : OptionalInt.of(around[0]);
    }

    @Override
    public OptionalInt end() {
        return around.length == 0 ? OptionalInt.empty() : OptionalInt.of(around[around.length - 1]);
    }

    @Override
    public int pad() {
        return pad;
    }

    @Override
    public String token(int id) {
        return tokens.of(id);
    }

    @Override
    public Tokenizer with(LearnedTokens words) {
        return new JsonTokenizer(vocabulary, tokens.with(words), words, pad);
    }
}
