package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Call;

/**
 * Group norm of large pictures on the processors, one picture at a time.
 *
 * <p>Where channels lie next to each other libtorch's kernel divides the pixels of all pictures among its threads, each
 * of which sums its share. Where these shares end, and so the last bits of the sums, would depend on how many pictures
 * are in the call.
 */
final class LargeGroupNorm {

    /** The pixels from which on the kernel does so. */
    static final int LARGE = 1024;

    static final String NAME = "large_group_norm";

    /** The method that a module needs for {@link #of}. */
    static final String METHOD = """
              def %s(self: __torch__.Net,
                  x: Tensor,
                  groups: int,
                  weight: Tensor,
                  bias: Tensor,
                  eps: float) -> Tensor:
                b = torch.size(x, 0)
                pixels = torch.floordiv(torch.numel(x), torch.mul(b, torch.size(x, 1)))
                if torch.__or__(torch.le(b, 1), torch.lt(pixels, %d)):
                  y = torch.group_norm(x, groups, weight, bias, eps)
                else:
                  y = torch.empty_like(x)
                  for i in range(b):
                    part = torch.group_norm(torch.narrow(x, 0, i, 1), groups, weight, bias, eps)
                    _ = torch.copy_(torch.narrow(y, 0, i, 1), part)
                return y
            """.formatted(NAME, LARGE);

    private LargeGroupNorm() {}

    /** The call of the method instead of {@code torch.group_norm}. */
    static Call of(Call groupNorm) {
        return new Call("self." + NAME, groupNorm.arguments());
    }
}
