/**
 * The development console: one page that shows what the application does while one
 * develops it. It never runs in production.
 */
@NullMarked
package io.github.observability.console;

import org.jspecify.annotations.NullMarked;
