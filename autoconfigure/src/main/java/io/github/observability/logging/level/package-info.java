/**
 * Log levels of single requests, raised by a signed token or by a rule.
 */
@NullMarked
package io.github.observability.logging.level;

import org.jspecify.annotations.NullMarked;
