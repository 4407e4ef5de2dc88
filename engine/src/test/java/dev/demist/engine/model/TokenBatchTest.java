package dev.demist.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.scheduler.Tensor;
import org.junit.jupiter.api.Test;

final class TokenBatchTest {

    private static final int[][] IDS = {{1, 2, 3}, {4, 5, 6}};

    @Test
    void withoutAMaskEveryTokenIsSeen() {
        TokenBatch batch = TokenBatch.of(IDS);
        assertThat(batch.isAllSeen()).isTrue();
        assertThat(batch.ids()).isEqualTo(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        assertThat(batch.mask()).isEqualTo(Tensor.full(1, 2, 3));
    }

    @Test
    void aMaskHidesTokens() {
        TokenBatch batch = TokenBatch.of(IDS, new boolean[][] {{true, true, false}, {true, false, false}});
        assertThat(batch.isAllSeen()).isFalse();
        assertThat(batch.isSeen(1, 1)).isFalse();
        assertThat(batch.mask()).isEqualTo(Tensor.of(new float[] {1, 1, 0, 1, 0, 0}, 2, 3));
    }

    @Test
    void batchesOfTheSameIdsAndMaskAreEqual() {
        TokenBatch hidden = TokenBatch.of(IDS, new boolean[][] {{true, true, false}, {true, true, true}});
        assertThat(TokenBatch.of(IDS)).isEqualTo(TokenBatch.of(new int[] {1, 2, 3}, new int[] {4, 5, 6}));
        assertThat(TokenBatch.of(IDS)).hasSameHashCodeAs(hidden).isNotEqualTo(hidden);
        assertThat(TokenBatch.of(new int[] {1, 2, 3, 4, 5, 6})).isNotEqualTo(TokenBatch.of(IDS));
    }

    @Test
    void rowsOfDifferentLengthsAreRefused() {
        assertThatThrownBy(() -> TokenBatch.of(new int[] {1, 2}, new int[] {3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 1");
        assertThatThrownBy(TokenBatch::of).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void laterChangesOfTheArraysAreNotSeen() {
        int[] row = {1, 2};
        TokenBatch batch = TokenBatch.of(row);
        row[0] = 9;
        assertThat(batch.id(0, 0)).isEqualTo(1);
    }
}
