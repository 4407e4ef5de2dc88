package dev.demist.engine.internal.weights.torchbin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The machine's memory: a stack with marks and a memo, each bounded. */
final class PickleStack {

    static final int MAX_DEPTH = 65_536;
    static final int MAX_MARKS = 1_024;
    static final int MAX_MEMO = 131_072;

    private final List<Value> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Value> memo = new HashMap<>();

    void push(Value value) throws PickleException {
        bound(stack.size(), MAX_DEPTH, "values on the stack");
        stack.add(value);
    }

    Value pop() throws PickleException {
        if (stack.size() <= floor()) {
            throw new PickleException("the stack is empty where a value is needed");
        }
        return stack.remove(stack.size() - 1);
    }

    Value peek() throws PickleException {
        Value top = pop();
        stack.add(top);
        return top;
    }

    void mark() throws PickleException {
        bound(marks.size(), MAX_MARKS, "marks");
        marks.add(stack.size());
    }

    /** The values above the last mark, which goes with them. */
    List<Value> popToMark() throws PickleException {
        if (marks.isEmpty()) {
            throw new PickleException("no mark where one is needed");
        }
        List<Value> above = stack.subList(marks.remove(marks.size() - 1), stack.size());
        List<Value> values = List.copyOf(above);
        above.clear();
        return values;
    }

    List<Value> pop(int count) throws PickleException {
        if (stack.size() - floor() < count) {
            throw new PickleException("the stack holds fewer than " + count + " values");
        }
        List<Value> above = stack.subList(stack.size() - count, stack.size());
        List<Value> values = List.copyOf(above);
        above.clear();
        return values;
    }

    void memorize(int slot) throws PickleException {
        bound(memo.size(), MAX_MEMO, "values in the memo");
        memo.put(slot, peek());
    }

    Value recall(int slot) throws PickleException {
        Value value = memo.get(slot);
        if (value == null) {
            throw new PickleException("nothing in the memo under " + slot);
        }
        return value;
    }

    /** The pickle's result: the only value left. */
    Value result() throws PickleException {
        if (stack.size() != 1 || !marks.isEmpty()) {
            throw new PickleException(stack.size() + " values are left at the end instead of one");
        }
        return stack.get(0);
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private static void bound(int size, int most, String what) throws PickleException {
        if (size >= most) {
            throw new PickleException("more than " + most + " " + what);
        }
    }
}
