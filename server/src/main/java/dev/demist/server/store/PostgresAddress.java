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
    private static final Pattern URI =
            Pattern.compile("(?:jdbc:)?postgres(?:ql)?://(?:([^/?#@:]*)(?::([^/?#@]*))?@)?(.*)");
    private static final Pattern SECRET = Pattern.compile("(?<=://)[^/?#@:]*:[^/?#]*@|(?<=[?&])password=[^&]*");
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
        String url = uri.matches() ? JDBC + "//" + uri.group(3) : text;
        Properties properties = url.startsWith(JDBC) ? Driver.parseURL(url, null) : null;
        if (properties == null) {
            throw DemistException.invalid(
                    "--store",
                    SECRET.matcher(text).replaceAll(""),
                    "write the address of a PostgreSQL database, such as"
                            + " jdbc:postgresql://host:5432/demist?user=demist");
        }
        if (uri.matches()) {
            set(properties, PGProperty.USER, uri.group(1));
            set(properties, PGProperty.PASSWORD, uri.group(2));
        }
        if (password != null && !SECRET.matcher(text).find()) {
            properties.setProperty(PGProperty.PASSWORD.getName(), password);
        }
        return new PostgresAddress(properties);
    }

    private static void set(Properties properties, PGProperty property, @Nullable String escaped) {
        if (escaped != null && !escaped.isEmpty()) {
            String plus = escaped.replace("+", "%2B");
            properties.setProperty(property.getName(), URLDecoder.decode(plus, StandardCharsets.UTF_8));
        }
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
