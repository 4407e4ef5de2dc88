package dev.demist.server.http;

import dev.demist.Models;
import dev.demist.server.http.a1111.A1111;
import dev.demist.server.http.caller.Calls;
import dev.demist.server.http.message.Route;
import dev.demist.server.http.ollama.Ollama;
import dev.demist.server.http.openai.OpenAi;
import dev.demist.server.run.service.RunService;
import java.util.List;
import java.util.stream.Stream;

/** The interfaces of other programs. */
record Dialects(OpenAi openAi, A1111 a1111, Ollama ollama) {

    static Dialects of(RunService runs, Models models, ServerOptions options, Calls calls) {
        return new Dialects(
                new OpenAi(runs, models, options.address(), options.needsToken(), calls),
                new A1111(runs, models, calls),
                new Ollama(runs, models, calls));
    }

    /** Routes whose bodies are forms with files. */
    List<Route> forms() {
        return openAi.forms();
    }

    /** The other routes. */
    List<Route> routes() {
        return Stream.of(openAi.routes(), a1111.routes(), ollama.routes())
                .flatMap(List::stream)
                .toList();
    }
}
