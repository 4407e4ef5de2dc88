package dev.demist.server.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The nginx of this machine as a proxy that speaks TLS as {@code localhost}, with a certificate of its own. */
public final class Nginx implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String ALIAS = "demist";

    private final Path folder;
    private final SSLContext trust;

    private Nginx(Path folder, SSLContext trust) {
        this.folder = folder;
        this.trust = trust;
    }

    /** Whether it is installed. */
    public static boolean isInstalled() {
        try {
            run(List.of("nginx", "-v"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Starts it; it answers when this returns.
     *
     * @param folder for its files
     * @param locations the {@code location} blocks of its server
     */
    public static Nginx start(Path folder, int port, String locations) throws IOException, GeneralSecurityException {
        KeyStore keys = keys(folder.resolve("keys.p12"));
        pem(
                folder.resolve("cert.pem"),
                "CERTIFICATE",
                keys.getCertificate(ALIAS).getEncoded());
        pem(
                folder.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey(ALIAS, PASSWORD).getEncoded());
        Files.writeString(folder.resolve("nginx.conf"), """
                pid %1$s/pid; error_log %1$s/error.log; worker_processes 1;
                events {}
                http {
                  access_log off;
                  client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                  map $http_upgrade $connection_upgrade { default upgrade; "" close; }
                  server {
                    listen 127.0.0.1:%2$d ssl;
                    ssl_certificate %1$s/cert.pem; ssl_certificate_key %1$s/key.pem;
                    %3$s
                  }
                }
                """.formatted(folder, port, locations));
        Nginx nginx = new Nginx(folder, trust(keys));
        nginx.command();
        return nginx;
    }

    private static KeyStore keys(Path file) throws IOException, GeneralSecurityException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = List.of(
                keytool,
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString());
        run(command);
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    private static void pem(Path file, String kind, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(file, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(kind, text));
    }

    private static SSLContext trust(KeyStore keys) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /** Trusts its certificate and no other. */
    public SSLContext trust() {
        return trust;
    }

    // In the background: it has bound its port when the command ends.
    private void command(String... arguments) throws IOException {
        String configuration = folder.resolve("nginx.conf").toString();
        run(Stream.concat(Stream.of("nginx", "-p", folder.toString(), "-c", configuration), Stream.of(arguments))
                .toList());
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.onExit().join().exitValue();
        if (status != 0) {
            throw new IOException(command + " ended with " + status + ": " + said);
        }
    }

    @Override
    public void close() throws IOException {
        command("-s", "stop");
    }
}
