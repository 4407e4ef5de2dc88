package dev.demist.engine.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.TokenizerKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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

    private static final Cleaner CLEANER = Cleaner.create();
    // Without it the library may look for a GPU and download a build for it.
    private static final String FLAVOR = "RUST_FLAVOR";

    private final Native vocabulary;
    private final TokenizerKind kind;
    private final LearnedTokens learned;
    private final Map<Integer, String> tokens;
    private final int start;
    private final int end;
    private final int pad;

    private ClipTokenizer(
            HuggingFaceTokenizer tokenizer, TokenizerDefinition definition, String padToken, TokenizerKind kind) {
        this.kind = kind;
        this.vocabulary = new Native(tokenizer);
        this.learned = LearnedTokens.NONE;
        this.tokens = definition.tokens();
        this.start = definition.id(TokenizerDefinition.START);
        this.end = definition.id(TokenizerDefinition.END);
        this.pad = definition.id(padToken);
        CLEANER.register(vocabulary, tokenizer::close);
    }

    private ClipTokenizer(ClipTokenizer base, LearnedTokens learned) {
        this.kind = base.kind;
        this.vocabulary = base.vocabulary;
        this.learned = learned;
        this.tokens = new HashMap<>(base.tokens);
        this.start = base.start;
        this.end = base.end;
        this.pad = base.pad;
        learned.ids().forEach((token, ids) -> {
            for (int i = 0; i < ids.length; i++) {
                tokens.put(ids[i], i == 0 ? token : token + "_" + i);
            }
        });
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

    private static HuggingFaceTokenizer load(TokenizerDefinition definition) throws IOException {
        if (System.getenv(FLAVOR) == null && System.getProperty(FLAVOR) == null) {
            System.setProperty(FLAVOR, "cpu");
        }
        byte[] json = new ObjectMapper().writeValueAsBytes(definition.json());
        Map<String, String> asIs = Map.of("truncation", "false", "padding", "false");
        return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), asIs);
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
        return learned.ids(wellFormed(text), this::encoded).toArray();
    }

    private IntStream encoded(String text) {
        try {
            String cleaned = kind == TokenizerKind.SLOW ? SlowText.clean(text) : text;
            long[] ids = vocabulary.tokenizer.encode(cleaned).getIds();
            return Arrays.stream(ids, 1, ids.length - 1).mapToInt(Math::toIntExact);
        } finally {
            Reference.reachabilityFence(vocabulary);
        }
    }

    /** The native vocabulary; freed when no tokenizer refers to it any more. */
    private static final class Native {
        final HuggingFaceTokenizer tokenizer;

        Native(HuggingFaceTokenizer tokenizer) {
            this.tokenizer = tokenizer;
        }
    }

    // Half a surrogate pair is not a character and has no UTF-8 form.
    private static String wellFormed(String text) {
        int[] codePoints = text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .toArray();
        return new String(codePoints, 0, codePoints.length);
    }

    @Override
    public String token(int id) {
        String token = tokens.get(id);
        if (token == null) {
            throw new IllegalArgumentException("token " + id + " is not in the vocabulary of " + tokens.size());
        }
        return token;
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
