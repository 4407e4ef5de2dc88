package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.GroupNormCall;

/**
 * Group norm of small pictures whose channels lie next to each other, as convolutions of oneDNN return them.
 *
 * <p>libtorch's kernel for pictures below {@value LargeGroupNorm#LARGE} pixels reads the channels of one group at each
 * pixel; where these do not fill a vector it takes ten times as long as the means over whole pictures that are written
 * here.
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
                b = torch.size(x, 0)
                c = torch.size(x, 1)
                if torch.ge(torch.mul(torch.size(x, 2), torch.size(x, 3)), %d):
                  y = self.%s(x, groups, weight, bias, eps)
                else:
                  wide = torch.to(x, 6)
                  mean = torch.mean(torch.view(torch.mean(wide, [2, 3]), [b, groups, -1]), [2], True)
                  centred = torch.sub(wide, torch.reshape(torch.expand(mean, [-1, -1, torch.floordiv(c, groups)]), [b, c, 1, 1]))
                  squares = torch.mean(torch.mul(centred, centred), [2, 3])
                  variance = torch.mean(torch.view(squares, [b, groups, -1]), [2], True)
                  scale = torch.mul(torch.rsqrt(torch.add(variance, eps)), torch.view(weight, [1, groups, -1]))
                  shift = torch.to(torch.view(bias, [1, c, 1, 1]), 6)
                  y = torch.to(torch.addcmul(shift, centred, torch.view(scale, [b, c, 1, 1])), x)
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
