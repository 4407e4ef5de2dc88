/**
 * The command line: {@code demist serve}, {@code generate}, {@code compare}, {@code models}, {@code schedulers},
 * {@code inspect}, {@code tokens}, {@code files}, {@code pull}.
 */
@NullMarked
package dev.demist.server.cli;

import org.jspecify.annotations.NullMarked;
