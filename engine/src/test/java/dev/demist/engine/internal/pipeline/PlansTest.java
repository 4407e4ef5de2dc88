package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.SchedulerChoice;
import dev.demist.scheduler.SchedulerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom a scheduler warns of keys that it does not know. */
final class PlansTest {

    private static final Logger LOG = Logger.getLogger(SchedulerConfig.class.getName());

    private final List<String> warnings = new ArrayList<>();
    private final Handler collector = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            warnings.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final SchedulerPool pool = new SchedulerPool(Duration.ofSeconds(30));

    @BeforeEach
    void listen() {
        LOG.addHandler(collector);
    }

    @AfterEach
    void stop() {
        LOG.removeHandler(collector);
        pool.close();
    }

    @Test
    void keysOfTheCheckpointsOwnSchedulerAreNoMistakeOfWhoeverChoosesAnother() {
        plans(Map.of("skip_prk_steps", true)).scheduler(SchedulerChoice.of("unipc"));
        assertThat(warnings).isEmpty();
    }

    @Test
    void keysForOtherSchedulersAreNoMistakeOfACheckpoint() {
        plans(Map.of("clip_sample", false)).scheduler(SchedulerChoice.of("pndm"));
        assertThat(warnings).isEmpty();
    }

    @Test
    void keysOfTheCheckpointThatNobodyKnowsAreWarnedOf() {
        plans(Map.of("skip_prc_steps", true)).scheduler(SchedulerChoice.of("unipc"));
        assertThat(warnings).singleElement().asString().contains("unipc", "skip_prc_steps");
    }

    @Test
    void keysOfARequestAreWarnedOfEvenIfTheCheckpointsOwnSchedulerKnowsThem() {
        plans(Map.of()).scheduler(new SchedulerChoice("unipc", Map.of("skip_prk_steps", true)));
        assertThat(warnings).singleElement().asString().contains("unipc", "skip_prk_steps");
    }

    @Test
    void aModelOfContinuousNoiseLevelsRefusesASchedulerOfDiscreteOnes() {
        Plans edm = plans(Map.of("sigma_data", 1.0));
        assertThatThrownBy(() -> edm.scheduler(SchedulerChoice.of("ddim")))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("ddim", "EDM", "edm-euler");
        assertThat(edm.scheduler(SchedulerChoice.of("edm-euler"))).isNotNull();
    }

    @Test
    void withoutASchedulerOfItsOwnARequestMustNameOne() {
        Plans plans = new Plans(
                FakePipelines.SCHEDULERS,
                SchedulerConfig.of(Map.of()),
                OwnScheduler.missing("it is missing; name one"),
                pool,
                request -> request);
        assertThatThrownBy(() -> plans.scheduler(SchedulerChoice.OF_CHECKPOINT))
                .isInstanceOf(DemistException.class)
                .hasMessage("scheduler: it is missing; name one");
        assertThat(plans.scheduler(SchedulerChoice.of("ddim"))).isNotNull();
    }

    private Plans plans(Map<String, Object> config) {
        return new Plans(FakePipelines.SCHEDULERS, SchedulerConfig.of(config), "pndm", pool);
    }
}
