package dev.demist.engine.tokenizer;

import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What transformers' slow CLIP tokenizer does to a text before it is split into words, in addition to what the fast one
 * does: the cleaning of BERT's basic tokenizer, and lower case by words, which has a sigma of its own at the end of
 * one. Characters that this Java version does not know yet are kept, as a newer version of Python keeps them.
 */
final class SlowText {

    private static final int REPLACEMENT = 0xfffd;

    private SlowText() {}

    static String clean(String text) {
        int[] kept = text.codePoints()
                .filter(c -> !isLeftOut(c))
                .flatMap(c -> isChinese(c) ? IntStream.of(' ', c, ' ') : IntStream.of(isSpace(c) ? ' ' : c))
                .toArray();
        String cleaned = new String(kept, 0, kept.length);
        return Normalizer.normalize(cleaned, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    private static boolean isSpace(int c) {
        return c == '\t' || c == '\n' || c == '\r' || Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    private static boolean isLeftOut(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> !isSpace(c);
            case Character.UNASSIGNED -> isNoncharacter(c);
            default -> c == REPLACEMENT;
        };
    }

    private static boolean isNoncharacter(int c) {
        return (c & 0xfffe) == 0xfffe || c >= 0xfdd0 && c <= 0xfdef;
    }

    /** The blocks of CJK ideographs, without kana and hangul. */
    private static boolean isChinese(int c) {
        return c >= 0x4e00 && c <= 0x9fff
                || c >= 0x3400 && c <= 0x4dbf
                || c >= 0x20000 && c <= 0x2a6df
                || c >= 0x2a700 && c <= 0x2ceaf
                || c >= 0xf900 && c <= 0xfaff
                || c >= 0x2f800 && c <= 0x2fa1f;
    }
}
