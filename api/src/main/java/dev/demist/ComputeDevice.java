package dev.demist;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where networks compute, by PyTorch's names.
 *
 * @param kind the kind of processor
 * @param index which of several of this kind, from 0; 0 for kinds of which there is one
 */
public record ComputeDevice(Kind kind, int index) {

    /** The first CUDA device that libtorch can use, else the processors. */
    public static final ComputeDevice AUTO = new ComputeDevice(Kind.AUTO, 0);

    /** The computer's own processors. */
    public static final ComputeDevice CPU = new ComputeDevice(Kind.CPU, 0);

    /** The GPU of Apple's processors. */
    public static final ComputeDevice MPS = new ComputeDevice(Kind.MPS, 0);

    private static final Pattern TEXT = Pattern.compile("(auto|cpu|mps|cuda(?::(\\d{1,3}))?)");

    /** The kinds of devices. */
    public enum Kind {
        /** Is decided when the engine starts. */
        AUTO,
        /** The computer's own processors. */
        CPU,
        /** A GPU of NVIDIA, or of AMD with a libtorch for ROCm. */
        CUDA,
        /** The GPU of Apple's processors. */
        MPS
    }

    /**
     * Checks the number.
     *
     * @throws DemistException INVALID_REQUEST if there can be no such device
     */
    public ComputeDevice {
        if (index < 0 || index > 0 && kind != Kind.CUDA) {
            throw DemistException.invalid("device", kind + ":" + index, "CUDA devices are counted from 0, others not");
        }
    }

    /** A CUDA device by its number, from 0. */
    public static ComputeDevice cuda(int index) {
        return new ComputeDevice(Kind.CUDA, index);
    }

    /**
     * The device of a name: {@code auto}, {@code cpu}, {@code cuda}, {@code cuda:1}, {@code mps}; case does not matter.
     *
     * @throws DemistException INVALID_REQUEST for any other
     */
    public static ComputeDevice parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw DemistException.invalid("device", text, "it must be auto, cpu, cuda, cuda:N or mps");
        }
        return switch (matcher.group(1)) {
            case "auto" -> AUTO;
            case "cpu" -> CPU;
            case "mps" -> MPS;
            default -> cuda(matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
        };
    }

    /** The name, as {@link #parse} reads it. */
    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return kind == Kind.CUDA ? name + ":" + index : name;
    }
}
