/**
 * Decisions about log events before they are created.
 */
@NullMarked
package io.github.observability.logging.filter;

import org.jspecify.annotations.NullMarked;
