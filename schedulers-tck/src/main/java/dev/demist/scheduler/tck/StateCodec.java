package dev.demist.scheduler.tck;

import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a state as bytes and reads it back, as a journal or another machine would. */
final class StateCodec {

    private StateCodec() {}

    static byte[] encode(SchedulerState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(state.call());
            out.writeInt(state.draws());
            write(out, state.sample());
            out.writeBoolean(state.denoised() != null);
            if (state.denoised() != null) {
                write(out, state.denoised());
            }
            out.writeInt(state.history().size());
            for (Tensor tensor : state.history()) {
                write(out, tensor);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static SchedulerState decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int call = in.readInt();
            int draws = in.readInt();
            Tensor sample = read(in);
            @Nullable Tensor denoised = in.readBoolean() ? read(in) : null;
            List<Tensor> history = new ArrayList<>();
            for (int n = in.readInt(); n > 0; n--) {
                history.add(read(in));
            }
            return new SchedulerState(call, draws, sample, denoised, history);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(DataOutputStream out, Tensor tensor) throws IOException {
        out.writeInt(tensor.rank());
        for (int length : tensor.shape()) {
            out.writeInt(length);
        }
        for (float value : tensor.toArray()) {
            out.writeFloat(value);
        }
    }

    private static Tensor read(DataInputStream in) throws IOException {
        int[] shape = new int[in.readInt()];
        int size = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = in.readInt();
            size *= shape[i];
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = in.readFloat();
        }
        return Tensor.wrap(values, shape);
    }
}
