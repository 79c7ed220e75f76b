/**
 * Boot's own switches, set to what a service in production wants unless the user says
 * otherwise.
 */
@NullMarked
package io.github.observability.defaults;

import org.jspecify.annotations.NullMarked;
