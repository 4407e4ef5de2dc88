package dev.demist.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.ComputeDevice;
import dev.demist.engine.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class MemorySizeTest {

    @ParameterizedTest
    @CsvSource({
        "6G, 6442450944",
        "800m, 838860800",
        "1.5GiB, 1610612736",
        "2KB, 2048",
        "1T, 1099511627776",
        "12345, 12345"
    })
    void readsSizes(String text, long bytes) {
        assertThat(new MemorySize().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "much", "-1G", "6P", "G", "1.5.2G", "NaN"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> new MemorySize().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining(text);
    }

    @Test
    void oneOfSeveralDevicesMayHaveItsOwn() {
        MemoryBudget.Reader reader = new MemoryBudget.Reader();
        assertThat(reader.convert("6G")).isEqualTo(new MemoryBudget(null, 6L << 30));
        assertThat(reader.convert("cuda:1=800M")).isEqualTo(new MemoryBudget(ComputeDevice.cuda(1), 800L << 20));
    }

    @Test
    void oneDeviceHasOneBudget() {
        MemoryBudget first = new MemoryBudget(ComputeDevice.cuda(0), 6L << 30);
        MemoryBudget again = new MemoryBudget(ComputeDevice.cuda(0), 8L << 30);
        assertThatThrownBy(() -> MemoryBudget.set(List.of(first, again), Engine.builder()))
                .hasMessageContainingAll("cuda:0=6.0 GiB, cuda:0=8.0 GiB", "one for each device");
    }

    @Test
    void whatIsNoBudgetIsToldHowToBeOne() {
        assertThatThrownBy(() -> new MemoryBudget.Reader().convert("cuda:0:6G"))
                .hasMessageContainingAll("cuda:0:6G", "6G, 800M or bytes", "cuda:1=6G");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu=6G", "=6G", "cuda:1=", "cuda:1=much"})
    void refusesWhatIsNoBudget(String text) {
        assertThatThrownBy(() -> new MemoryBudget.Reader().convert(text)).isInstanceOf(TypeConversionException.class);
    }
}
