/**
 * Demist in a Spring Boot application: {@link dev.demist.spring.DemistAutoConfiguration} makes the beans,
 * {@link dev.demist.spring.DemistImageModel} draws.
 */
@NullMarked
package dev.demist.spring;

import org.jspecify.annotations.NullMarked;
