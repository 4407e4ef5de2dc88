package dev.demist.engine.internal.lowering;

/** The body of a method over rows {@code x} that keeps each row's bits what they are alone. */
final class EachRow {

    private static final String BODY = """
                if %s:
                  y = %s
                else:
                  parts = annotate(List[Tensor], [])
                  for i in range(torch.size(x, 0)):
                    _ = torch.append(parts, %s)
                  y = torch.cat(parts)
                return y
            """;

    private EachRow() {}

    /**
     * The body.
     *
     * @param together when all rows can be computed at once
     * @param operator the call, with {@code %s} for the rows that it reads
     */
    static String body(String together, String operator) {
        return BODY.formatted(together, operator.formatted("x"), operator.formatted("torch.narrow(x, 0, i, 1)"));
    }
}
