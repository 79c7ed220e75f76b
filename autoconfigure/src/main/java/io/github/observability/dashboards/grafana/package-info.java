/**
 * Dashboards as Grafana reads them: panels, queries, variables and links, and their JSON
 * in both of its forms.
 */
@NullMarked
package io.github.observability.dashboards.grafana;

import org.jspecify.annotations.NullMarked;
