/** The queue and the runs that are sampled step by step on demand; every change of every run happens on one thread. */
@NullMarked
package dev.demist.server.run.live;

import org.jspecify.annotations.NullMarked;
