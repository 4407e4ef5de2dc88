package dev.demist.server.store;

import com.zaxxer.hikari.HikariConfig;
import dev.demist.DemistException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** The address of a PostgreSQL database, with what is needed to log in. Immutable. */
public final class PostgresAddress implements Source {

    private static final String JDBC = "jdbc:postgresql:";
    // The driver itself knows no name and password before the host.
    private static final Pattern URI =
            Pattern.compile("(?:jdbc:)?postgres(?:ql)?://(?:([^/?#@:]*)(?::([^/?#]*))?@)?([^@?]*(?:\\?.*)?)");
    private static final Pattern PASSWORD = Pattern.compile("(?<=[?&])password=[^&]*");
    private static final int CONNECT_SECONDS = 5;
    private static final int ANSWER_SECONDS = 20;
    // A server that hangs amid a transaction loses its locks before its leases end.
    private static final String SESSION = "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '20s'";
    private static final String LOCK = "SELECT pg_advisory_xact_lock%s(hashtext('demist'), hashtext(current_schema()))";

    private final Properties properties;

    private PostgresAddress(Properties properties) {
        this.properties = properties;
    }

    /**
     * Reads an address.
     *
     * @param text {@code jdbc:postgresql://host:port/database?user=name} or
     *     {@code postgresql://name:password@host:port/database}, with options of the PostgreSQL driver
     * @param password if there is none in the address; null for none or that of the user's {@code .pgpass}
     * @throws DemistException INVALID_REQUEST if it is no such address
     */
    public static PostgresAddress of(String text, @Nullable String password) {
        Matcher uri = URI.matcher(text);
        try {
            Properties properties = uri.matches() ? parsed(uri) : parsed(text);
            if (properties != null) {
                boolean given = PASSWORD.matcher(text).find() || uri.matches() && uri.group(2) != null;
                set(properties, PGProperty.PASSWORD, given ? null : password);
                return new PostgresAddress(properties);
            }
        } catch (IllegalArgumentException e) {
            // A percent sign that stands for nothing; refused like any other address that cannot be read.
        }
        throw DemistException.invalid(
                "--store",
                withoutSecrets(text),
                "write the address of a PostgreSQL database, such as jdbc:postgresql://host:5432/demist?user=demist,"
                        + " with signs like / and % in names and passwords escaped as %2F and %25");
    }

    // The driver would take a name and password that are not escaped for host and database.
    private static @Nullable Properties parsed(String text) {
        return text.contains("//") ? null : Driver.parseURL(text, null);
    }

    private static @Nullable Properties parsed(Matcher uri) {
        Properties properties = Driver.parseURL(JDBC + "//" + uri.group(3), null);
        if (properties != null) {
            set(properties, PGProperty.USER, unescaped(uri.group(1)));
            set(properties, PGProperty.PASSWORD, unescaped(uri.group(2)));
        }
        return properties;
    }

    private static void set(Properties properties, PGProperty property, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            properties.setProperty(property.getName(), value);
        }
    }

    private static @Nullable String unescaped(@Nullable String text) {
        return text == null ? null : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String withoutSecrets(String text) {
        String rest = PASSWORD.matcher(text).replaceAll("");
        int before = rest.lastIndexOf('@');
        return before < 0 ? rest : "..." + rest.substring(before);
    }

    @Override
    public HikariConfig settings() {
        HikariConfig settings = new HikariConfig();
        String database = URLEncoder.encode(database(), StandardCharsets.UTF_8).replace("+", "%20");
        settings.setJdbcUrl(JDBC + "//" + hosts() + "/" + database);
        properties.stringPropertyNames().stream()
                .filter(name -> !name.startsWith("PG"))
                .forEach(name -> settings.addDataSourceProperty(name, properties.getProperty(name)));
        unlessGiven(settings, PGProperty.CONNECT_TIMEOUT, String.valueOf(CONNECT_SECONDS));
        unlessGiven(settings, PGProperty.SOCKET_TIMEOUT, String.valueOf(ANSWER_SECONDS));
        unlessGiven(settings, PGProperty.TCP_KEEP_ALIVE, "true");
        unlessGiven(settings, PGProperty.TARGET_SERVER_TYPE, "primary");
        unlessGiven(settings, PGProperty.APPLICATION_NAME, "demist");
        settings.setConnectionTimeout(CONNECT_SECONDS * 1000L);
        settings.setConnectionInitSql(SESSION);
        return settings;
    }

    private void unlessGiven(HikariConfig settings, PGProperty property, String value) {
        if (!properties.containsKey(property.getName())) {
            settings.addDataSourceProperty(property.getName(), value);
        }
    }

    @Override
    public String migrations() {
        return "classpath:dev/demist/server/postgresql";
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public String wayOut() {
        return "choose another database with --store";
    }

    @Override
    public void lock(Handle handle) {
        handle.execute(LOCK.formatted(""));
    }

    @Override
    public void share(Handle handle) {
        handle.execute(LOCK.formatted("_shared"));
    }

    @Override
    public long now(Handle handle) {
        return handle.createQuery("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)")
                .mapTo(Long.class)
                .one();
    }

    private String hosts() {
        String[] hosts = properties
                .getProperty(PGProperty.PG_HOST.getName(), "localhost")
                .split(",", -1);
        String[] ports =
                properties.getProperty(PGProperty.PG_PORT.getName(), "5432").split(",", -1);
        return IntStream.range(0, hosts.length)
                .mapToObj(i -> hosts[i] + ":" + ports[Math.min(i, ports.length - 1)])
                .collect(Collectors.joining(","));
    }

    private String database() {
        return properties.getProperty(PGProperty.PG_DBNAME.getName(), "");
    }

    /** The address without name, password and options. */
    @Override
    public String toString() {
        return "postgresql://" + hosts() + "/" + database();
    }
}
