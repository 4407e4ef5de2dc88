package dev.demist.server.cli;

import dev.demist.server.run.store.RunStore;
import dev.demist.server.store.DurableStore;
import dev.demist.server.store.PostgresAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say where the records of runs are. */
final class StoreOptions {

    @Option(
            names = "--store",
            paramLabel = "URL",
            description = "A PostgreSQL database for the records of runs, such as "
                    + "jdbc:postgresql://host:5432/demist?user=demist; several servers may share it, with the same "
                    + "--data. A file in --data if this is not given.")
    private @Nullable String url;

    @Option(
            names = "--store-password",
            paramLabel = "PASSWORD",
            description = "The password of that database's user; better set as DEMIST_STORE_PASSWORD.")
    private @Nullable String password;

    /** Opens the store, with its states and pictures in {@code data}. */
    RunStore open(Path data) {
        return url == null ? DurableStore.open(data) : DurableStore.open(data, PostgresAddress.of(url, password));
    }
}
