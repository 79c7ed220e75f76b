/** An application like many: catalog, orders, reports, a partner. */
@NullMarked
package io.github.observability.console.shop;

import org.jspecify.annotations.NullMarked;
