@NullMarked
package io.github.observability.dashboards;

import org.jspecify.annotations.NullMarked;
