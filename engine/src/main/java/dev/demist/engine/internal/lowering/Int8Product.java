package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Constant;
import dev.demist.engine.internal.graph.Shape;
import dev.demist.engine.internal.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer of 8-bit integers: a scale for each output of the weights, found when they are laid out, and one for
 * each row of the input, found at the call (LLM.int8(), Dettmers et al. 2022, without the part for outliers). What is
 * around the product stays in the program's number format.
 *
 * <p>Rows are taken in blocks, so that what is in between stays in the cache. The sums are of integers, exact in any
 * order: a row has the same bits with any number of others. Inputs are shifted to unsigned numbers, because oneDNN has
 * kernels for signed ones on processors with tiles (AMX) only and else takes its reference code, a thousand times
 * slower.
 */
record Int8Product() implements LinearProduct {

    private static final String NAME = "int8_linear";

    /** The rows of a block: enough for the weights to be read few times. */
    private static final int ROWS = 512;

    /** The method that multiplies rows of float32 with packed weights, scales and the zero. */
    static final String PRODUCTS = "int8_products";

    /** The methods that a module needs for this. */
    static final String METHODS = """
              def %4$s(self: __torch__.Net,
                  rows: Tensor,
                  w: Tensor,
                  scale: Tensor,
                  zero: Tensor) -> Tensor:
                most = torch.clamp_min(torch.amax(torch.abs(rows), [1], True), 1e-12)
                shifted = torch.add_(torch.mul(rows, torch.mul(torch.reciprocal(most), 127.)), 128.5)
                sums = ops.onednn.qlinear_pointwise(torch.to(shifted, 0), 1., 128,
                    w, scale, zero, None, 1., 0, 6, "none", [], "")
                return torch.mul_(sums, most)
              def %1$s(self: __torch__.Net,
                  x: Tensor,
                  w: Tensor,
                  scale: Tensor,
                  zero: Tensor,
                  bias: Optional[Tensor],
                  other: Optional[Tensor],
                  operation: str) -> Tensor:
                inputs = torch.size(x, -1)
                outputs = torch.size(scale, 0)
                from_rows = torch.reshape(x, [-1, inputs])
                n = torch.size(from_rows, 0)
                rows = torch.new_empty(from_rows, [n, outputs])
                for block in range(torch.floordiv(torch.add(n, %2$d), %3$d)):
                  start = torch.mul(block, %3$d)
                  length = ops.prim.min(%3$d, torch.sub(n, start))
                  part = torch.to(torch.narrow(from_rows, 0, start, length), 6)
                  y = self.%4$s(part, w, scale, zero)
                  if torch.__isnot__(bias, None):
                    _0 = torch.add_(y, unchecked_cast(Tensor, bias))
                  else:
                    pass
                  if torch.eq(operation, "gelu"):
                    z = torch.gelu(y)
                  else:
                    z = y
                  if torch.__isnot__(other, None):
                    more = torch.narrow(torch.reshape(unchecked_cast(Tensor, other), [-1, outputs]), 0, start, length)
                    if torch.eq(operation, "add"):
                      _1 = torch.add_(z, more)
                    else:
                      _2 = torch.mul_(z, more)
                  else:
                    pass
                  _3 = torch.copy_(torch.narrow(rows, 0, start, length), z)
                return torch.reshape(rows, torch.add(torch.slice(torch.size(x), 0, -1, 1), [outputs]))
            """.formatted(NAME, ROWS - 1, ROWS, PRODUCTS);

    /**
     * Whether a layer gains by it: one of many tokens or pixels, not one of a single row for each picture, such as a
     * timestep's, which is fast anyway and scales all that follows.
     */
    static boolean helps(Shape input, Shape weight) {
        return input.rank() != 2 && LargeLayer.isLarge(weight.axis(0), weight.axis(1));
    }

    @Override
    public Call alone(Value input, Value weight, @Nullable Value bias) {
        return call(input, weight, bias, null, "none");
    }

    @Override
    public Call withGelu(Value input, Value weight, @Nullable Value bias) {
        return call(input, weight, bias, null, "gelu");
    }

    @Override
    public Call with(String operation, Value other, Value input, Value weight, @Nullable Value bias) {
        return call(input, weight, bias, other, operation);
    }

    private static Call call(Value input, Value weight, @Nullable Value bias, @Nullable Value other, String operation) {
        Int8Weight w = Int8Weight.of(weight);
        Constant packed = w.packed("qlinear_prepack", (Object) null);
        return Call.of(
                "self." + NAME, input, packed, new Constant(w.scale()), Int8Weight.zero(), bias, other, operation);
    }
}
