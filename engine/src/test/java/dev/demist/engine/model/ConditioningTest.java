package dev.demist.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.scheduler.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConditioningTest {

    private static final Tensor STATES = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 1, 2);
    private static final Tensor POOLED = Tensor.of(new float[] {7, 8, 9}, 3, 1);

    @Test
    void namesKeepTheirOrder() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("time_ids", POOLED);
        tensors.put("encoder_hidden_states", STATES);
        assertThat(Conditioning.of(tensors).with("text_embeds", POOLED).names())
                .containsExactly("time_ids", "encoder_hidden_states", "text_embeds");
    }

    @Test
    void withReplacesATensorOfTheSameName() {
        Conditioning replaced =
                Conditioning.text(STATES).with("text_embeds", STATES).with("text_embeds", POOLED);
        assertThat(replaced.get("text_embeds")).contains(POOLED);
        assertThat(replaced.names()).hasSize(2);
    }

    @Test
    void withLeavesTheOriginalAsItIs() {
        Conditioning original = Conditioning.text(STATES);
        original.with("text_embeds", POOLED);
        assertThat(original.names()).containsExactly("encoder_hidden_states");
    }

    @Test
    void anotherNumberOfRowsIsRefusedByName() {
        assertThatThrownBy(() -> Conditioning.text(STATES).with("text_embeds", Tensor.zeros(2, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("text_embeds", "3 rows");
    }

    @Test
    void rowsAreThoseOfEveryTensor() {
        Conditioning last =
                Conditioning.text(STATES).with("text_embeds", POOLED).rows(2, 3);
        assertThat(last.rows()).isEqualTo(1);
        assertThat(last.get("encoder_hidden_states")).contains(Tensor.of(new float[] {5, 6}, 1, 1, 2));
        assertThat(last.get("text_embeds")).contains(Tensor.of(new float[] {9}, 1, 1));
    }

    @Test
    void noneHasNoRows() {
        assertThat(Conditioning.NONE.rows()).isZero();
        assertThat(Conditioning.NONE.rows(1, 2)).isEqualTo(Conditioning.NONE);
    }

    @Test
    void joinPutsRowsOneAfterAnotherWhateverTheOrderOfNames() {
        Conditioning one = Conditioning.text(STATES.rows(0, 1)).with("text_embeds", POOLED.rows(0, 1));
        Conditioning two =
                Conditioning.NONE.with("text_embeds", POOLED.rows(1, 3)).with(Conditioning.TEXT, STATES.rows(1, 3));
        assertThat(Conditioning.join(List.of(one, two)))
                .isEqualTo(Conditioning.text(STATES).with("text_embeds", POOLED));
    }

    @Test
    void joinRefusesOtherNames() {
        assertThatThrownBy(() -> Conditioning.join(List.of(Conditioning.text(STATES), Conditioning.NONE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("encoder_hidden_states");
    }
}
