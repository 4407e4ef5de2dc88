package dev.demist.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import dev.demist.DemistException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresAddressTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://host/runs?user=me&password=s3cret",
        "jdbc:postgresql://host:5432/runs?password=s3cret&user=me",
        "postgresql://me:s3cret@host/runs",
        "postgres://me:s3cret@host:5432/runs",
        "jdbc:postgresql://me:s3cret@host/runs",
        "postgresql://host/runs?user=me",
        "postgresql://me@host/runs",
    })
    void everyKindOfAddressIsReadAndNeverPrintedWithItsSecrets(String text) {
        PostgresAddress address = PostgresAddress.of(text, text.contains("s3cret") ? "other" : "s3cret");
        HikariConfig settings = address.settings();
        assertThat(settings.getJdbcUrl()).isEqualTo("jdbc:postgresql://host:5432/runs");
        assertThat(settings.getDataSourceProperties())
                .containsEntry("user", "me")
                .containsEntry("password", "s3cret");
        assertThat(address).hasToString("postgresql://host:5432/runs");
    }

    @Test
    void optionsOfTheDriverAreKeptAndSeveralHostsMayBeNamed() {
        HikariConfig settings = PostgresAddress.of(
                        "postgresql://a%40b:p%2Fw+@3@one:1,two/my%20runs?socketTimeout=7&sslmode=require", null)
                .settings();
        assertThat(settings.getJdbcUrl()).isEqualTo("jdbc:postgresql://one:1,two:5432/my%20runs");
        assertThat(settings.getDataSourceProperties())
                .containsEntry("user", "a@b")
                .containsEntry("password", "p/w+@3")
                .containsEntry("socketTimeout", "7")
                .containsEntry("sslmode", "require");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://me:s3cret@host/runs",
                "postgresql://me:/s3cret@host/runs",
                "jdbc:postgresql://me:/s3cret@host/runs",
                "postgresql://me:s3cret%@host/runs",
                "jdbc:postgresql://host/runs?user=%&password=s3cret",
                "mysql://host/runs?user=me&password=s3cret",
                "jdbc:postgresql://host:port/runs?password=s3cret",
                "runs.db",
            })
    void otherAddressesAreRefusedWithoutTheirSecrets(String text) {
        assertThatThrownBy(() -> PostgresAddress.of(text, null))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("--store", "jdbc:postgresql://host:5432/demist?user=demist")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void databaseThatCannotBeReachedIsSaidInOneSentence(@TempDir Path folder) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        PostgresAddress address = PostgresAddress.of("postgresql://me:s3cret@127.0.0.1:" + port + "/runs", null);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> DurableStore.open(folder, address))
                    .isInstanceOf(DemistException.class)
                    .hasMessageContainingAll(
                            "postgresql://127.0.0.1:" + port + "/runs", "Connection refused", "--store")
                    .hasMessageNotContaining("s3cret");
        }
    }
}
