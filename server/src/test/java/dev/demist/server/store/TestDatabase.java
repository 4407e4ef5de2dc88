package dev.demist.server.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.demist.internal.file.Sha256;
import dev.demist.server.testing.Postgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;

/** The databases that keep the same promises, each with the records of one folder. */
enum TestDatabase {
    SQLITE {
        @Override
        String url(Path folder) {
            return "jdbc:sqlite:" + FolderName.records(folder);
        }

        @Override
        Source source(Path folder) {
            return new SqliteFile(FolderName.records(folder));
        }

        @Override
        DurableStore open(Path folder) {
            return DurableStore.open(folder);
        }
    },

    POSTGRESQL {
        @Override
        String url(Path folder) {
            assumeTrue(Postgres.isInstalled(), "PostgreSQL is not installed");
            String name = Sha256.of(folder.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
            return Postgres.running().schema("t" + name.substring(0, 16));
        }

        @Override
        Source source(Path folder) {
            return address(folder);
        }

        @Override
        DurableStore open(Path folder) {
            return DurableStore.open(folder, address(folder));
        }

        private PostgresAddress address(Path folder) {
            return PostgresAddress.of(url(folder), null);
        }
    };

    /** The JDBC address. */
    abstract String url(Path folder);

    abstract Source source(Path folder);

    /** The store of a server. */
    abstract DurableStore open(Path folder);

    /** The records as the node of that name sees them; several nodes may have them open. */
    SqlRecords records(Path folder, String node, InstantSource clock) {
        return new SqlRecords(
                Database.open(source(folder)),
                node,
                handle -> clock.millis(),
                new InputFiles(folder.resolve("inputs")));
    }

    /** Changes what is stored. */
    void change(Path folder, String statement) {
        try (Connection connection = DriverManager.getConnection(url(folder))) {
            connection.createStatement().executeUpdate(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
