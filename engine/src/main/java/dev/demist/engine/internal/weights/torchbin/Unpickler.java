package dev.demist.engine.internal.weights.torchbin;

import dev.demist.engine.internal.weights.torchbin.Value.Dict;
import dev.demist.engine.internal.weights.torchbin.Value.Int;
import dev.demist.engine.internal.weights.torchbin.Value.Name;
import dev.demist.engine.internal.weights.torchbin.Value.Other;
import dev.demist.engine.internal.weights.torchbin.Value.Sequence;
import dev.demist.engine.internal.weights.torchbin.Value.Text;
import dev.demist.engine.internal.weights.torchbin.Value.Tuple;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A stack machine for the part of pickle protocol 2 that torch writes for tensors. It knows the names of
 * {@link Allowed} only, executes nothing, and every program ends: there are no loops, and steps, stack, marks and memo
 * are bounded.
 */
final class Unpickler {

    static final int MAX_STEPS = 500_000;
    static final int MAX_CONTAINERS = 131_072;
    private static final int PROTOCOL = 2;

    private final PickleReader in;
    private final PickleStack stack = new PickleStack();
    private final TensorFactory tensors;
    private int containers;

    private Unpickler(ByteBuffer pickle, TensorFactory tensors) {
        this.in = new PickleReader(pickle);
        this.tensors = tensors;
    }

    /** The value of a pickle whose storages come from {@code tensors}. */
    static Value load(ByteBuffer pickle, TensorFactory tensors) throws PickleException {
        Unpickler machine = new Unpickler(pickle, tensors);
        try {
            return machine.run();
        } catch (BufferUnderflowException e) {
            throw new PickleException("it ends in the middle of an instruction");
        }
    }

    private Value run() throws PickleException {
        if (in.uint8() != 0x80 || in.uint8() != PROTOCOL) {
            throw new PickleException("it is not a pickle of protocol " + PROTOCOL);
        }
        for (int steps = 0; steps < MAX_STEPS; steps++) {
            int at = in.position();
            int opcode = in.uint8();
            if (opcode == '.') {
                return end();
            }
            if (!number(opcode) && !constant(opcode) && !container(opcode) && !memo(opcode) && !object(opcode)) {
                throw new PickleException("the instruction 0x%02x at byte %d is not allowed".formatted(opcode, at));
            }
        }
        throw new PickleException("it takes more than " + MAX_STEPS + " steps");
    }

    private Value end() throws PickleException {
        if (!in.atEnd()) {
            throw new PickleException("it goes on after its end");
        }
        return stack.result();
    }

    private boolean number(int opcode) throws PickleException {
        switch (opcode) {
            case 'K' -> stack.push(new Int(in.uint8()));
            case 'M' -> stack.push(new Int(in.uint16()));
            case 'J' -> stack.push(new Int(in.int32()));
            case 0x8a -> stack.push(new Int(in.integer(in.uint8())));
            case 'G' -> {
                in.skipDouble();
                stack.push(Other.FLOAT);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean constant(int opcode) throws PickleException {
        switch (opcode) {
            case 'N' -> stack.push(Other.NONE);
            case 0x88 -> stack.push(Other.TRUE);
            case 0x89 -> stack.push(Other.FALSE);
            case 'X' -> stack.push(new Text(in.text(in.int32())));
            case 'U' -> stack.push(new Text(in.text(in.uint8())));
            case 'c' -> stack.push(name(in.line(), in.line()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int opcode) throws PickleException {
        switch (opcode) {
            case '}' -> pushContainer(new Dict());
            case ']', 0x8f -> pushContainer(new Sequence());
            case ')' -> pushContainer(new Tuple(List.of()));
            case 't' -> pushContainer(new Tuple(stack.popToMark()));
            case 0x85, 0x86, 0x87 -> pushContainer(new Tuple(stack.pop(opcode - 0x84)));
            case '(' -> stack.mark();
            case 'a' -> append(stack.pop(1));
            case 'e', 0x90 -> append(stack.popToMark());
            case 's' -> setItems(stack.pop(2));
            case 'u' -> setItems(stack.popToMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memo(int opcode) throws PickleException {
        switch (opcode) {
            case 'q' -> stack.memorize(in.uint8());
            case 'r' -> stack.memorize(in.int32());
            case 'h' -> stack.push(stack.recall(in.uint8()));
            case 'j' -> stack.push(stack.recall(in.int32()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(int opcode) throws PickleException {
        switch (opcode) {
            case 'R' -> reduce(stack.pop(), stack.pop());
            case 0x81 -> create(stack.pop(), stack.pop());
            case 'b' -> build(stack.pop(), stack.peek());
            case 'Q' -> stack.push(tensors.storage(stack.pop()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void pushContainer(Value value) throws PickleException {
        if (++containers > MAX_CONTAINERS) {
            throw new PickleException("it makes more than " + MAX_CONTAINERS + " containers");
        }
        stack.push(value);
    }

    private void append(List<Value> values) throws PickleException {
        if (!(stack.peek() instanceof Sequence sequence)) {
            throw new PickleException("it appends to something that is not a list");
        }
        sequence.size += values.size();
    }

    private void setItems(List<Value> pairs) throws PickleException {
        if (!(stack.peek() instanceof Dict dict) || pairs.size() % 2 != 0) {
            throw new PickleException("it sets items of something that is not a dictionary");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            dict.items.put(key(pairs.get(i)), pairs.get(i + 1));
        }
    }

    private static Value key(Value key) throws PickleException {
        if (key instanceof Text || key instanceof Int || key instanceof Name) {
            return key;
        }
        throw new PickleException("a dictionary's key is neither a text nor a number");
    }

    private static Name name(String module, String name) throws PickleException {
        return new Name(Allowed.find(module, name)
                .orElseThrow(() -> new PickleException("it asks for " + module + "." + name
                        + ", which weights do not need; such a file could run code in Python. Convert it to safetensors"
                        + " only if you trust where it comes from")));
    }

    /** A call: {@code function(*arguments)}. */
    private void reduce(Value arguments, Value function) throws PickleException {
        if (!(function instanceof Name name) || !(arguments instanceof Tuple tuple)) {
            throw new PickleException("it calls something that is not a function");
        }
        switch (name.allowed()) {
            case ORDERED_DICT -> pushContainer(emptyDict(tuple));
            case REBUILD_TENSOR -> stack.push(tensors.tensor(tuple.items));
            case REBUILD_PARAMETER -> stack.push(TensorFactory.parameter(tuple.items));
            default -> stack.push(inert(name.allowed()));
        }
    }

    private static Dict emptyDict(Tuple arguments) throws PickleException {
        if (!arguments.items.isEmpty()) {
            throw new PickleException("it makes an OrderedDict of arguments");
        }
        return new Dict();
    }

    private static Value inert(Allowed name) throws PickleException {
        if (!name.isInert()) {
            throw new PickleException("it calls " + name + ", which is not a function");
        }
        return Other.INERT;
    }

    /** {@code cls.__new__(cls, *arguments)}: of a module, its state's dictionary. */
    private void create(Value arguments, Value type) throws PickleException {
        boolean module = type instanceof Name name && name.allowed() == Allowed.PARAMETER_DICT;
        if (!module || !(arguments instanceof Tuple)) {
            throw new PickleException("it makes an object of something that is not an allowed class");
        }
        pushContainer(new Dict());
    }

    /** An object's state. Of a dictionary it adds to the items, except an OrderedDict's own attributes. */
    private static void build(Value state, Value object) throws PickleException {
        if (object == Other.INERT) {
            return;
        }
        if (!(object instanceof Dict dict) || !(state instanceof Dict attributes)) {
            throw new PickleException("it gives a state to something that has none");
        }
        attributes.items.forEach((key, value) -> {
            if (!key.equals(new Text("_metadata"))) {
                dict.items.put(key, value);
            }
        });
    }
}
