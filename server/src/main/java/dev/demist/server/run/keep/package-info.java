/** Which finished runs are kept, and the deletion of the others. */
@NullMarked
package dev.demist.server.run.keep;

import org.jspecify.annotations.NullMarked;
