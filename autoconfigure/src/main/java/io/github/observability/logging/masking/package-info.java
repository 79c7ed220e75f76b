/**
 * Masks secrets in text: in log lines, in access lines and in exported spans.
 */
@NullMarked
package io.github.observability.logging.masking;

import org.jspecify.annotations.NullMarked;
