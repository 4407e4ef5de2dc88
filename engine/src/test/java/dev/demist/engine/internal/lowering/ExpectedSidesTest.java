package dev.demist.engine.internal.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Downsample2D;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.nn.Upsample2D;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sides of pictures follow from the input's through changes of size. */
final class ExpectedSidesTest {

    private final Input x = Input.picture("x", 15);
    private final Value half = Downsample2D.of(Scope.ROOT.child("down"), 4, 1).apply(x);

    private static int side(Value picture) {
        return new ExpectedSides(new Graph(List.of(), List.of(picture)).order()).of(picture);
    }

    @Test
    void changesOfSizeAreFollowed() {
        assertThat(side(x)).isEqualTo(15);
        assertThat(side(half)).isEqualTo(8);
        assertThat(side(Upsample2D.twice(half))).isEqualTo(16);
        assertThat(side(Upsample2D.of(Scope.ROOT.child("up"), 4).apply(half, x)))
                .isEqualTo(16);
    }

    @Test
    void otherOperatorsKeepTheSideOfAnyOperand() {
        assertThat(side(Activation.silu().apply(half))).isEqualTo(8);
        assertThat(side(new Input("time").plus(half))).isEqualTo(8);
        assertThat(side(half.permute(0, 2, 3, 1).reshape(half.size(0), -1, 4))).isEqualTo(8);
    }

    @Test
    void whatIsNotKnownIsUsual() {
        assertThat(side(new Input("features"))).isEqualTo(16);
    }
}
