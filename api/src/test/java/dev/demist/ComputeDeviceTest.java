package dev.demist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ComputeDeviceTest {

    @ParameterizedTest
    @CsvSource({"auto, auto", "cpu, cpu", "CPU, cpu", "mps, mps", "cuda, cuda:0", "cuda:0, cuda:0", "Cuda:12, cuda:12"})
    void isReadAndWrittenByPyTorchsNames(String text, String name) {
        assertThat(ComputeDevice.parse(text)).hasToString(name).isEqualTo(ComputeDevice.parse(name));
    }

    @Test
    void onlyCudaDevicesHaveNumbers() {
        assertThatThrownBy(() -> ComputeDevice.cuda(-1)).hasMessageContaining("counted from 0");
        assertThatThrownBy(() -> new ComputeDevice(ComputeDevice.Kind.CPU, 1)).isInstanceOf(DemistException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "cuda:1234", "cpu:1", "cuda:0,cuda:1"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> ComputeDevice.parse(text))
                .hasMessageContaining("it must be auto, cpu, cuda, cuda:N or mps");
    }
}
