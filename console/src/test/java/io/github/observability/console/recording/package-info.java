@NullMarked
package io.github.observability.console.recording;

import org.jspecify.annotations.NullMarked;
