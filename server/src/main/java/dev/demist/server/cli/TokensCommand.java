package dev.demist.server.cli;

import dev.demist.Token;
import dev.demist.engine.CheckpointParts;
import dev.demist.engine.Engine;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code demist tokens}. */
@Command(
        name = "tokens",
        description = "Shows a text as the text encoder gets it: tokens, ids and attention mask.",
        mixinStandardHelpOptions = true)
final class TokensCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private EngineOptions options = new EngineOptions();

    @Parameters(paramLabel = "TEXT", description = "Such as \"ME\".")
    private String text = "";

    @Option(names = "--model", description = "Whose tokenizer; the default model's if it is not given.")
    private @Nullable String model;

    @Option(names = "--all", description = "Print the padding too.")
    private boolean all;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (Engine engine = options.engine();
                CheckpointParts parts = engine.parts(options.checkpoint(engine, model(engine)))) {
            print(parts.tokens(text), out);
        }
        return 0;
    }

    private String model(Engine engine) {
        return model == null ? engine.models().get(0) : model;
    }

    private void print(List<Token> tokens, PrintWriter out) {
        out.println("     id  mask  token");
        tokens.stream()
                .filter(token -> all || !token.isPadding())
                .forEach(token -> out.printf("%7d  %4d  %s%n", token.id(), token.isPadding() ? 0 : 1, token.text()));
        long used = tokens.stream().filter(token -> !token.isPadding()).count();
        out.println(used + " of " + tokens.size() + " places are used");
    }
}
