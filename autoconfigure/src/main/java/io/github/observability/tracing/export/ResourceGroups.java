package io.github.observability.tracing.export;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Lets the spans of a batch share the resource and the scope that they have in common.
 * OpenTelemetry's exporter groups spans by the identity of both, but Micrometer's span
 * filters make a copy of the resource for each span, so that each span would be sent with
 * a resource of its own.
 */
final class ResourceGroups {

	private final Map<Resource, Resource> resources = new HashMap<>();

	private final Map<InstrumentationScopeInfo, InstrumentationScopeInfo> scopes = new HashMap<>();

	private ResourceGroups() {
	}

	static List<SpanData> share(Collection<SpanData> batch) {
		ResourceGroups groups = new ResourceGroups();
		return batch.stream().map(groups::shared).toList();
	}

	private SpanData shared(SpanData span) {
		Resource resource = this.resources.computeIfAbsent(span.getResource(), (same) -> same);
		InstrumentationScopeInfo scope = this.scopes.computeIfAbsent(span.getInstrumentationScopeInfo(),
				(same) -> same);
		// A copy is made at each call.
		return (span.getResource() == resource && span.getInstrumentationScopeInfo() == scope) ? span
				: new SharingSpanData(span, resource, scope);
	}

	private static final class SharingSpanData extends DelegatingSpanData {

		private final Resource resource;

		private final InstrumentationScopeInfo scope;

		SharingSpanData(SpanData data, Resource resource, InstrumentationScopeInfo scope) {
			super(data);
			this.resource = resource;
			this.scope = scope;
		}

		@Override
		public Resource getResource() {
			return this.resource;
		}

		@Override
		public InstrumentationScopeInfo getInstrumentationScopeInfo() {
			return this.scope;
		}

	}

}
