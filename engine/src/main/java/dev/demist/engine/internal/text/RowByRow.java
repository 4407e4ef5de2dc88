package dev.demist.engine.internal.text;

import dev.demist.engine.model.TokenBatch;
import dev.demist.scheduler.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Encodes each row in a call of its own: a text is then known from whatever request it was in, beside another negative
 * prompt or without one, and its states do not depend on its neighbours.
 *
 * @param encoders encodes single rows
 */
public record RowByRow(Encoders encoders) implements Encoders {

    @Override
    public Mono<Map<String, Tensor>> encode(String part, TokenBatch tokens, Set<String> outputs) {
        int rows = tokens.rows();
        return Flux.range(0, rows)
                .flatMapSequential(row -> encoders.encode(part, tokens.row(row), outputs), rows)
                .collectList()
                .map(each -> joined(each, outputs));
    }

    private static Map<String, Tensor> joined(List<Map<String, Tensor>> rows, Set<String> outputs) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (String output : outputs) {
            all.put(
                    output,
                    Tensor.concat(0, rows.stream().map(row -> row.get(output)).toArray(Tensor[]::new)));
        }
        return all;
    }
}
