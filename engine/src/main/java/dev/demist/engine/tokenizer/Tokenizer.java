package dev.demist.engine.tokenizer;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Text to the ids of tokens, and ids to the text of their tokens. Immutable, thread-safe. */
public interface Tokenizer {

    /** The ids of {@code text} alone, without the tokens at the beginning and the end of a row; of any number. */
    int[] words(String text);

    /** The id that a row begins with, if the model wants one. */
    OptionalInt begin();

    /** The id that ends a text, if the model wants one. */
    OptionalInt end();

    /** The id that fills up short rows. */
    int pad();

    /**
     * The token of an id as the vocabulary has it, with the vocabulary's marks of the boundaries of words, such as
     * CLIP's {@code </w>}.
     *
     * @throws IllegalArgumentException if there is no such id
     */
    String token(int id);

    /** A tokenizer that knows the tokens of textual inversions, too. */
    Tokenizer with(LearnedTokens tokens);

    /** The ids of {@code text} between those of {@link #begin()} and {@link #end()}, unpadded and untruncated. */
    default int[] ids(String text) {
        IntStream first = IntStream.concat(begin().stream(), Arrays.stream(words(text)));
        return IntStream.concat(first, end().stream()).toArray();
    }

    /**
     * The ids of {@code text} in a row of exactly {@code length}: filled up with {@link #pad()}, or cut off so that the
     * last one still is that of {@link #end()}.
     */
    default int[] padded(String text, int length) {
        int[] ids = ids(text);
        int[] padded = Arrays.copyOf(ids, length);
        if (ids.length > length) {
            end().ifPresent(end -> padded[length - 1] = end);
        } else {
            Arrays.fill(padded, ids.length, length, pad());
        }
        return padded;
    }
}
