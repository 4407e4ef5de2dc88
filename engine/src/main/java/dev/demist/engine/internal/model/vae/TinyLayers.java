package dev.demist.engine.internal.model.vae;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Conv2d;
import dev.demist.engine.internal.nn.Scope;
import java.util.function.UnaryOperator;

/** The numbered layers of one half of an {@code AutoencoderTiny}, applied one after the other. */
final class TinyLayers {

    private final Scope scope;
    private final Activation activation;
    private int index;
    private Value x;

    TinyLayers(Scope scope, Activation activation, Value x) {
        this.scope = scope;
        this.activation = activation;
        this.x = x;
    }

    /** A convolution of kernel 3. */
    void conv(int in, int out, int stride, boolean bias) {
        Conv2d conv = Conv2d.of(next(), in, out, 3, stride, 1);
        x = (bias ? conv : conv.withoutBias()).apply(x);
    }

    /** Anything without weights. */
    void then(UnaryOperator<Value> layer) {
        index++;
        x = layer.apply(x);
    }

    /** Blocks of three convolutions with a residual around them. */
    void blocks(int count, int channels) {
        for (int i = 0; i < count; i++) {
            x = block(next().child("conv"), channels);
        }
    }

    private Value block(Scope conv, int channels) {
        Value first = activation.apply(
                Conv2d.same(conv.child(0), channels, channels, 3).apply(x));
        Value second = activation.apply(
                Conv2d.same(conv.child(2), channels, channels, 3).apply(first));
        Value third = Conv2d.same(conv.child(4), channels, channels, 3).apply(second);
        return third.plusSame(x).apply("torch.relu");
    }

    Value result() {
        return x;
    }

    private Scope next() {
        return scope.child(index++);
    }
}
