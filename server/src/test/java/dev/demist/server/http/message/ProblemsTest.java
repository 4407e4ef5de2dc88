package dev.demist.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemsTest {

    @ParameterizedTest
    @EnumSource
    void everyCodeHasAnErrorStatus(ErrorCode code) {
        assertThat(Problems.status(code)).isBetween(400, 599);
    }

    @Test
    void failedNetworkIsNotTheServersOwnFailure() {
        assertThat(Problems.status(ErrorCode.NETWORK_FAILED)).isEqualTo(502);
        assertThat(Problems.status(ErrorCode.OFFLINE)).isEqualTo(503);
        assertThat(Problems.status(ErrorCode.NO_WORKER)).isEqualTo(503);
    }
}
