package dev.demist;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Additions to a model for one request. The lists are copied.
 *
 * @param loras low-rank adaptations to merge into the weights
 * @param embeddings names of textual inversions that the prompts may use
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Adapters(
        @JsonProperty("loras") List<LoraChoice> loras,
        @JsonProperty("embeddings") List<String> embeddings) {

    /** No additions. */
    public static final Adapters NONE = new Adapters(List.of(), List.of());

    /** Copies the lists. */
    public Adapters {
        loras = List.copyOf(loras);
        embeddings = List.copyOf(embeddings);
    }

    /** Whether nothing is added. */
    @JsonIgnore
    public boolean isEmpty() {
        return loras.isEmpty() && embeddings.isEmpty();
    }
}
