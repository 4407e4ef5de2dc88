package dev.demist;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The words of a request.
 *
 * @param text the wanted picture in words, at most 10,000 characters; empty draws without words, null is a missing
 *     prompt, which only unconditional models accept
 * @param negative the unwanted in words, at most 10,000 characters; empty by default
 * @param clipSkip how many of the text encoder's last layers to skip, 0 ... 11; 0 by default
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Prompt(
        @JsonProperty("prompt") @Nullable String text,
        @JsonProperty("negativePrompt") String negative,
        @JsonProperty("clipSkip") int clipSkip) {

    private static final int MAX_LENGTH = 10_000;

    /**
     * Checks lengths and range.
     *
     * @throws DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public Prompt {
        Check.length("prompt", text, MAX_LENGTH);
        Check.length("negativePrompt", negative, MAX_LENGTH);
        Check.range("clipSkip", clipSkip, 0, 11);
    }
}
