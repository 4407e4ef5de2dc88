package dev.demist.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubHttpTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.0.1",
                "169.254.169.254",
                "0.0.0.0",
                "[::1]",
                "[fe80::1]",
                "[fd00::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:10.0.0.1]",
                "[::]"
            })
    void knowsTheInnerNetwork(String host) throws IOException {
        assertThat(HubHttp.isPrivate(URI.create("http://" + host + ":80/"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "172.32.0.1", "[2606:4700::1]"})
    void knowsTheInternet(String host) throws IOException {
        assertThat(HubHttp.isPrivate(URI.create("https://" + host + "/"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hub.test/x",
                "https://hub.test:444/x",
                "https://hub.test.evil/x",
                "https://evil/?hub.test",
                "https://hub.test@evil/x"
            })
    void onlySchemeHostAndPortOfTheHubAreTheHub(String other) {
        HubHttp http = new HubHttp(HubSettings.of(Map.of("HF_ENDPOINT", "https://hub.test", "HF_TOKEN", "hf_x")));
        assertThat(http.isHub(URI.create(other))).isFalse();
        assertThat(http.isHub(URI.create("https://HUB.test:443/x"))).isTrue();
    }
}
