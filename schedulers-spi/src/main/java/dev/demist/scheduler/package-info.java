/**
 * What a scheduler ("scheduler") plug-in compiles against: tensors as plain Java values, the sampling plan as pure
 * functions, and the provider that a {@link java.util.ServiceLoader} finds. The package imports nothing but
 * {@code java.*}.
 */
@NullMarked
package dev.demist.scheduler;

import org.jspecify.annotations.NullMarked;
