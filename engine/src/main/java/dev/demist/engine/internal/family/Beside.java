package dev.demist.engine.internal.family;

import dev.demist.Checkpoint;
import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.checkpoint.SingleFileSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The parts that a single file does not have and that lie in folders beside it, under the names of diffusers. */
final class Beside {

    /** One of these is in each such folder. */
    private static final List<String> MARKS =
            List.of("config.json", "scheduler_config.json", "tokenizer_config.json", "tokenizer.json", "vocab.json");

    private Beside() {}

    /** A checkpoint with them. A text encoder without its tokenizer is of no use. */
    static Checkpoint complete(Checkpoint checkpoint, SingleFileSource source, Roles roles) {
        SingleFile file = source.file();
        Checkpoint completed = checkpoint;
        for (String part : List.of(roles.codec(), roles.scheduler())) {
            completed = with(completed, file, part);
        }
        for (Roles.Text text : roles.texts()) {
            Checkpoint tokenized = with(completed, file, text.tokenizer());
            boolean tokens = has(file, text.tokenizer()) || tokenized.parts().containsKey(text.tokenizer());
            completed = tokens ? with(tokenized, file, text.encoder()) : completed;
        }
        return completed;
    }

    private static Checkpoint with(Checkpoint checkpoint, SingleFile file, String part) {
        Path folder = checkpoint.path().toAbsolutePath().resolveSibling(part);
        boolean wanted = !has(file, part) && !checkpoint.parts().containsKey(part);
        return wanted && isPart(folder) ? checkpoint.with(part, folder) : checkpoint;
    }

    private static boolean has(SingleFile file, String part) {
        return file.parts().contains(part) && !file.implied().contains(part);
    }

    private static boolean isPart(Path folder) {
        return MARKS.stream().anyMatch(mark -> Files.isRegularFile(folder.resolve(mark)));
    }
}
