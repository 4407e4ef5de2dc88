package dev.demist.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.scheduler.tck.SchedulerCompatibilityKit;
import dev.demist.scheduler.tck.misbehaving.Misbehaving;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers that misbehave are left out or listed; those that behave are found in any case. */
class MisbehavingProvidersTest {

    @Test
    void whatCannotBeLoadedIsLeftOutAndTheRestIsListed(@TempDir Path folder) throws IOException {
        SchedulerRegistry registry = SchedulerRegistry.load(Misbehaving.loader(folder));
        assertThat(registry.names())
                .hasSize(Misbehaving.ALL.size() - 3)
                .contains("well-behaved", "throws-in-create", "sleeps-for-ever")
                .doesNotContain("throws-in-constructor", "throws-in-description");
    }

    /** The smallest scheduler that keeps all rules. */
    @Nested
    class PlainScheduler extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new Misbehaving.WellBehaved();
        }
    }
}
