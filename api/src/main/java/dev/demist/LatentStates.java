package dev.demist;

import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of a {@link LatentState}, for disks and wires: {@code DMST}, a version byte, the state as a map of
 * named values (see {@link ValueWriter}), and a CRC-32C of all that. It takes about 200 bytes more than the tensors.
 * Version 2 has the lists {@code timesteps} and {@code sigmas} too, version 3 a {@link FullPass}; a state without a
 * custom schedule or a full pass is written as version 1, which older releases read. Thread-safe.
 */
public final class LatentStates {

    private static final byte[] MAGIC = {'D', 'M', 'S', 'T'};
    private static final byte VERSION = 1;
    private static final byte VERSION_WITH_CUSTOM_SCHEDULE = 2;
    private static final byte VERSION_WITH_FULL_PASS = 3;
    private static final int HEADER = MAGIC.length + 1;
    private static final int CHECKSUM = Integer.BYTES;

    private LatentStates() {}

    /**
     * The bytes of {@code state}; every float keeps its bits.
     *
     * @throws IllegalArgumentException if a scheduler option is not a string, number, boolean or list of these
     */
    public static byte[] write(LatentState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(MAGIC);
        bytes.write(version(state));
        try {
            new ValueWriter(new DataOutputStream(bytes)).write(toMap(state));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.writeBytes(ByteBuffer.allocate(CHECKSUM)
                .putInt(checksum(bytes.toByteArray(), bytes.size()))
                .array());
        return bytes.toByteArray();
    }

    /**
     * The state that {@link #write} made {@code bytes} of.
     *
     * @throws DemistException CORRUPT_FILE if they are cut off, damaged, of another version, or lie about their sizes
     */
    public static LatentState read(byte[] bytes) {
        int end = bytes.length - CHECKSUM;
        if (end < HEADER || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
            throw ValueReader.corrupt("it does not begin as one");
        }
        byte version = bytes[MAGIC.length];
        if (version < VERSION || version > VERSION_WITH_FULL_PASS) {
            throw ValueReader.corrupt(
                    "version " + version + " is not known; known: " + VERSION + " to " + VERSION_WITH_FULL_PASS);
        }
        if (checksum(bytes, end) != ByteBuffer.wrap(bytes).getInt(end)) {
            throw ValueReader.corrupt("its checksum does not fit");
        }
        return fromMap(new Fields(new ValueReader(bytes, HEADER, end).readAll()));
    }

    private static byte version(LatentState state) {
        if (state.fullPass() != null) {
            return VERSION_WITH_FULL_PASS;
        }
        return isCustom(state.schedule().scheduler()) ? VERSION_WITH_CUSTOM_SCHEDULE : VERSION;
    }

    private static boolean isCustom(SchedulerChoice choice) {
        return !choice.timesteps().isEmpty() || !choice.sigmas().isEmpty();
    }

    private static int checksum(byte[] bytes, int end) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, end);
        return (int) checksum.getValue();
    }

    private static Map<String, @Nullable Object> toMap(LatentState state) {
        SchedulerState scheduler = state.scheduler();
        SchedulerChoice choice = state.schedule().scheduler();
        Map<String, @Nullable Object> map = new HashMap<>();
        map.put("step", state.call());
        map.put("steps", state.calls());
        map.put("timestep", state.timestep());
        map.put("noiseLevel", state.noiseLevel());
        map.put("scheduler", choice.name());
        map.put("options", choice.options());
        if (isCustom(choice)) {
            map.put("timesteps", choice.timesteps());
            map.put("sigmas", choice.sigmas());
        }
        map.put("asked", state.schedule().steps());
        map.put("call", scheduler.call());
        map.put("draws", scheduler.draws());
        map.put("sample", scheduler.sample());
        map.put("denoised", scheduler.denoised());
        map.put("history", scheduler.history());
        FullPass full = state.fullPass();
        if (full != null) {
            map.put("fullPass", full.call());
            map.put("fullPassInput", full.input());
        }
        return map;
    }

    private static LatentState fromMap(Fields fields) {
        SchedulerState scheduler = new SchedulerState(
                fields.count("call"),
                fields.count("draws"),
                fields.of("sample", Tensor.class),
                fields.ofNullable("denoised", Tensor.class),
                fields.tensors("history"));
        SchedulerChoice choice = new SchedulerChoice(
                fields.ofNullable("scheduler", String.class),
                fields.options(),
                fields.numbers("timesteps"),
                fields.numbers("sigmas"));
        return new LatentState(
                fields.count("step"),
                fields.count("steps"),
                fields.of("timestep", Double.class),
                fields.of("noiseLevel", Double.class),
                new Schedule(choice, fields.count("asked")),
                scheduler,
                fullPass(fields));
    }

    private static @Nullable FullPass fullPass(Fields fields) {
        Tensor input = fields.ofNullable("fullPassInput", Tensor.class);
        return input == null ? null : new FullPass(fields.count("fullPass"), input);
    }
}
