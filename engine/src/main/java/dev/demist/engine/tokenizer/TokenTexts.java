package dev.demist.engine.tokenizer;

import java.util.HashMap;
import java.util.Map;

/**
 * The texts of a tokenizer's tokens.
 *
 * @param byId id -> text
 */
record TokenTexts(Map<Integer, String> byId) {

    /** Copies the map. */
    TokenTexts {
        byId = Map.copyOf(byId);
    }

    /** These with the tokens of textual inversions, of which one word may have several. */
    TokenTexts with(LearnedTokens learned) {
        Map<Integer, String> all = new HashMap<>(byId);
        learned.ids().forEach((token, ids) -> {
            for (int i = 0; i < ids.length; i++) {
                all.put(ids[i], i == 0 ? token : token + "_" + i);
            }
        });
        return new TokenTexts(all);
    }

    /**
     * The text of a token.
     *
     * @throws IllegalArgumentException if there is no such id
     */
    String of(int id) {
        String text = byId.get(id);
        if (text == null) {
            throw new IllegalArgumentException("token " + id + " is not in the vocabulary of " + byId.size());
        }
        return text;
    }
}
