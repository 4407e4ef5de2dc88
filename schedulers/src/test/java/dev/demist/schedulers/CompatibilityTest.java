package dev.demist.schedulers;

import dev.demist.scheduler.SchedulerProvider;
import dev.demist.scheduler.tck.SchedulerCompatibilityKit;
import dev.demist.schedulers.solver.Consistency;
import dev.demist.schedulers.solver.Ddim;
import dev.demist.schedulers.solver.DdimInverse;
import dev.demist.schedulers.solver.Ddpm;
import dev.demist.schedulers.solver.Deis;
import dev.demist.schedulers.solver.Dpm;
import dev.demist.schedulers.solver.Dpm2;
import dev.demist.schedulers.solver.Dpm2Ancestral;
import dev.demist.schedulers.solver.DpmInverse;
import dev.demist.schedulers.solver.DpmSingle;
import dev.demist.schedulers.solver.EdmDpm;
import dev.demist.schedulers.solver.EdmEuler;
import dev.demist.schedulers.solver.Euler;
import dev.demist.schedulers.solver.EulerAncestral;
import dev.demist.schedulers.solver.FlowEuler;
import dev.demist.schedulers.solver.FlowHeun;
import dev.demist.schedulers.solver.FlowLcm;
import dev.demist.schedulers.solver.Heun;
import dev.demist.schedulers.solver.Ipndm;
import dev.demist.schedulers.solver.Lcm;
import dev.demist.schedulers.solver.Lms;
import dev.demist.schedulers.solver.Pndm;
import dev.demist.schedulers.solver.SaSolver;
import dev.demist.schedulers.solver.Tcd;
import dev.demist.schedulers.solver.UnClip;
import dev.demist.schedulers.solver.UniPc;
import org.junit.jupiter.api.Nested;

/** Every built-in scheduler keeps the rules. */
class CompatibilityTest {

    @Nested
    class ConsistencyTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new Consistency();
        }
    }

    @Nested
    class DdimTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new Ddim();
        }
    }

    @Nested
    class DdimInverseTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new DdimInverse();
        }
    }

    @Nested
    class DdpmTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new Ddpm();
        }
    }

    @Nested
    class DeisTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new Deis();
        }
    }

    @Nested
    class DpmTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new Dpm();
        }
    }

    @Nested
    class Dpm2Test extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new Dpm2();
        }
    }

    @Nested
    class Dpm2AncestralTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new Dpm2Ancestral();
        }
    }

    @Nested
    class DpmInverseTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new DpmInverse();
        }
    }

    @Nested
    class DpmSingleTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new DpmSingle();
        }
    }

    @Nested
    class EdmDpmTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new EdmDpm();
        }
    }

    @Nested
    class EdmEulerTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new EdmEuler();
        }
    }

    @Nested
    class EulerTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new Euler();
        }
    }

    @Nested
    class EulerAncestralTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new EulerAncestral();
        }
    }

    @Nested
    class FlowEulerTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new FlowEuler();
        }
    }

    @Nested
    class FlowHeunTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new FlowHeun();
        }
    }

    @Nested
    class FlowLcmTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new FlowLcm();
        }
    }

    @Nested
    class HeunTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new Heun();
        }
    }

    @Nested
    class IpndmTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new Ipndm();
        }
    }

    @Nested
    class LcmTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new Lcm();
        }
    }

    @Nested
    class LmsTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new Lms();
        }
    }

    @Nested
    class PndmTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new Pndm();
        }
    }

    @Nested
    class SaSolverTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new SaSolver();
        }
    }

    @Nested
    class TcdTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new Tcd();
        }
    }

    @Nested
    class UnClipTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new UnClip();
        }
    }

    @Nested
    class UniPcTest extends SchedulerCompatibilityKit {
        @Override
        protected SchedulerProvider provider() {
            return new UniPc();
        }
    }
}
