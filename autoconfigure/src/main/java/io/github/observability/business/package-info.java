/**
 * Business metrics: meters, events, funnels and scores that an application declares.
 */
@NullMarked
package io.github.observability.business;

import org.jspecify.annotations.NullMarked;
