package io.github.observability.slo;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that tells the objectives with the counts of this instance,
 * and renders the files that make alerts of them.
 */
@Endpoint(id = "slo")
final class SloEndpoint {

	private final SloEvents events;

	private final SloAppearance appearance;

	private final SloFileSet files;

	SloEndpoint(SloEvents events, SloAppearance appearance, SloFileSet files) {
		this.events = events;
		this.appearance = appearance;
		this.files = files;
	}

	@ReadOperation
	SloStatus status() {
		return SloStatus.of(this.events, this.appearance);
	}

	@ReadOperation(produces = "text/plain;charset=UTF-8")
	@Nullable String file(@Selector String file) {
		SloFile known = SloFile.of(file);
		return (known != null) ? this.files.render(known) : null;
	}

}
