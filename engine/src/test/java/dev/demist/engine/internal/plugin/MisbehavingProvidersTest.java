package dev.demist.engine.internal.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.engine.internal.plugin.misbehaving.Misbehaving;
import dev.demist.scheduler.SchedulerProvider;
import dev.demist.scheduler.tck.SchedulerCompatibilityKit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers that misbehave are left out or listed; those that behave are found in any case. */
class MisbehavingProvidersTest {

    @Test
    void whatCannotBeLoadedIsLeftOutAndTheRestIsListed(@TempDir Path folder) throws IOException {
        List<String> builtIn =
                SchedulerRegistry.load(getClass().getClassLoader()).names();
        List<String> names = SchedulerRegistry.load(Misbehaving.loader(folder)).names();
        assertThat(names.subList(builtIn.size(), names.size()))
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
