/**
 * Business metrics: counters, money and gauges that users declare on their own code.
 */
@NullMarked
package io.github.observability.business;

import org.jspecify.annotations.NullMarked;
