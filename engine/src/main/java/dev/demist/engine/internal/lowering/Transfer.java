package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights on their way from a mapped file to a device: in portions, through a buffer.
 *
 * <p>The buffer's memory is locked for CUDA, so that the card fetches one half by itself while the processors fill the
 * other. Weights go one after the other, each through a buffer of the same size, which libtorch keeps for the next. So
 * of all weights no more than that is in the computer's memory a second time.
 */
public final class Transfer {

    /** The bytes of the buffer: a few milliseconds of work for each half. */
    public static final long BUFFER = 64L << 20;

    private static final String NAME = "transferred";

    /**
     * The method that a module needs for {@link #of}. A half is written to again once the number read from the device
     * says that all earlier portions are there.
     */
    static final String METHOD = """
              def %s(self: __torch__.Net,
                  x: Tensor,
                  device: Device,
                  bytes: int,
                  locked: bool) -> Tensor:
                y = torch.empty_like(x, device=device)
                source = torch.view(x, [-1])
                target = torch.view(y, [-1])
                half = torch.floordiv(bytes, torch.mul(2, torch.element_size(x)))
                memory = torch.empty([torch.mul(2, half)], dtype=ops.prim.dtype(x), pin_memory=locked)
                for i in range(torch.floordiv(torch.sub(torch.add(torch.numel(x), half), 1), half)):
                  start = torch.mul(i, half)
                  length = ops.prim.min(half, torch.sub(torch.numel(x), start))
                  portion = torch.narrow(memory, 0, torch.mul(torch.remainder(i, 2), half), length)
                  _0 = torch.copy_(portion, torch.narrow(source, 0, start, length))
                  _1 = torch.item(torch.select(target, 0, 0))
                  _2 = torch.copy_(torch.narrow(target, 0, start, length), portion, True)
                _3 = torch.item(torch.select(target, 0, 0))
                return y
            """.formatted(NAME);

    private final Argument device;
    private final long bytes;
    private final boolean locked;
    private final Map<Value, Value> known = new IdentityHashMap<>();

    private Transfer(String device, long bytes) {
        this.device = new Argument.Device(device);
        this.bytes = bytes;
        this.locked = device.startsWith("cuda");
    }

    /**
     * The same expressions with weights that go through a buffer; those of the processors and of Apple's GPU, which has
     * the same memory, as they are.
     *
     * @param bytes the size of the buffer, at least twice that of a number
     */
    public static List<Value> of(List<Value> expressions, Target target, long bytes) {
        String device = target.device();
        if (device == null || device.equals("mps")) {
            return expressions;
        }
        Transfer transfer = new Transfer(device, bytes);
        return expressions.stream().map(transfer::through).toList();
    }

    private Value through(Value value) {
        return known.computeIfAbsent(value, this::transferred);
    }

    private Value transferred(Value value) {
        if (!(value instanceof Call call)) {
            return value;
        }
        boolean taken = call.function().equals("torch.to")
                && call.operand() instanceof Parameter
                && call.arguments().contains(device);
        return taken
                ? Call.of("self." + NAME, call.operand(), device, bytes, locked)
                : new Call(call.function(), call.arguments(this::through));
    }
}
