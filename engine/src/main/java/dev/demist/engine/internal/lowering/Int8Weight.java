package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Constant;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a layer as 8-bit integers, with a scale for each output; found when they are laid out.
 *
 * @param numbers of the weights' shape
 * @param scale {@code [out]}, for inputs whose largest number is 127 steps
 */
record Int8Weight(Value numbers, Value scale) {

    private static final String NUMBERS = "int8_numbers";
    private static final String SCALE = "int8_scale";

    /** The methods that a module needs for this. Weights are taken in blocks, so that little is in memory twice. */
    static final String METHODS = """
              def %1$s(self: __torch__.Net,
                  w: Tensor,
                  scale: Tensor) -> Tensor:
                n = torch.size(w, 0)
                rows = torch.reshape(w, [n, -1])
                steps = torch.unsqueeze(torch.reciprocal(torch.mul(scale, 127.)), 1)
                numbers = torch.empty_like(rows, dtype=1)
                for block in range(torch.floordiv(torch.add(n, 511), 512)):
                  start = torch.mul(block, 512)
                  length = ops.prim.min(512, torch.sub(n, start))
                  part = torch.to(torch.narrow(rows, 0, start, length), 6)
                  exact = torch.mul(part, torch.narrow(steps, 0, start, length))
                  _0 = torch.copy_(torch.narrow(numbers, 0, start, length), torch.round_(exact))
                return torch.reshape(numbers, torch.size(w))
              def %2$s(self: __torch__.Net,
                  w: Tensor) -> Tensor:
                n = torch.size(w, 0)
                rows = torch.reshape(w, [n, -1])
                most = torch.empty([n], dtype=6)
                for block in range(torch.floordiv(torch.add(n, 511), 512)):
                  start = torch.mul(block, 512)
                  length = ops.prim.min(512, torch.sub(n, start))
                  part = torch.to(torch.narrow(rows, 0, start, length), 6)
                  largest = torch.maximum(torch.amax(part, [1]), torch.neg(torch.amin(part, [1])))
                  _0 = torch.copy_(torch.narrow(most, 0, start, length), largest)
                return torch.div_(torch.clamp_min_(most, 1e-12), 16129.)
            """.formatted(NUMBERS, SCALE);

    /** Those of an expression of weights only; as they are in the file, without what rounds them to another format. */
    static Int8Weight of(Value weight) {
        Value own = weight instanceof Call call && call.function().equals("torch.to") ? call.operand() : weight;
        Value scale = own.apply("self." + SCALE);
        return new Int8Weight(own.apply("self." + NUMBERS, scale), scale);
    }

    /** The numbers in oneDNN's order for a layer. */
    Constant packed(String prepack, @Nullable Object... more) {
        return new Constant(numbers.apply("ops.onednn." + prepack, more));
    }

    /** Where the integers begin: at zero. */
    static Constant zero() {
        return new Constant(Call.of("torch.zeros", new int[] {1}, Argument.named("dtype", ElementType.INT32)));
    }
}
