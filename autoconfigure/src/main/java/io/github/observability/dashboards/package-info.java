/**
 * Grafana dashboards that are rendered from the meters of the application.
 */
@NullMarked
package io.github.observability.dashboards;

import org.jspecify.annotations.NullMarked;
