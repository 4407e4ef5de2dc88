package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.GroupNormCall;

/**
 * Group norm of small pictures whose channels lie next to each other, as convolutions of oneDNN return them.
 *
 * <p>libtorch's kernel for pictures below {@value LargeGroupNorm#LARGE} pixels reads the channels of one group at each
 * pixel; where these do not fill a vector it takes many times as long as its kernel for pictures whose channels lie one
 * behind the other. So the picture is copied into that order, in which the norm leaves it; what comes next, a
 * convolution or a sequence of pixels, puts the channels next to each other again.
 */
final class SmallGroupNorm {

    private static final int VECTOR = 8;

    private static final String NAME = "small_group_norm";

    /** The method that a module needs for {@link #of}. */
    static final String METHOD = """
              def %s(self: __torch__.Net,
                  x: Tensor,
                  groups: int,
                  weight: Tensor,
                  bias: Tensor,
                  eps: float) -> Tensor:
                if torch.ge(torch.mul(torch.size(x, 2), torch.size(x, 3)), %d):
                  y = self.%s(x, groups, weight, bias, eps)
                else:
                  y = torch.group_norm(torch.contiguous(x), groups, weight, bias, eps)
                return y
            """.formatted(NAME, LargeGroupNorm.LARGE, LargeGroupNorm.NAME);

    private SmallGroupNorm() {}

    /** Whether the channels of one group leave a vector partly empty. */
    static boolean helps(GroupNormCall norm) {
        return norm.width() % VECTOR != 0;
    }

    /** The call of the method instead of {@code torch.group_norm}. */
    static Call of(Call groupNorm) {
        return new Call("self." + NAME, groupNorm.arguments());
    }
}
