/** The command line: {@code demist serve}, {@code generate}, {@code compare}, {@code models}, {@code schedulers}. */
@NullMarked
package dev.demist.server.cli;

import org.jspecify.annotations.NullMarked;
