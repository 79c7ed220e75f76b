package io.github.observability.tracing.export;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * {@link AbstractFailureAnalyzer} for an export over gRPC without a gRPC sender, which
 * the starter does not provide.
 */
final class GrpcSenderFailureAnalyzer extends AbstractFailureAnalyzer<IllegalStateException> {

	private static final String TRANSPORT = "management.opentelemetry.tracing.export.otlp.transport";

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, IllegalStateException cause) {
		String message = cause.getMessage();
		if (message == null || !message.startsWith("No GrpcSenderProvider found")) {
			return null;
		}
		return new FailureAnalysis(
				"'" + TRANSPORT + "' is 'grpc', but there is no gRPC sender on the class path: "
						+ "the starter exports over HTTP with the client of the JDK.",
				"Remove '" + TRANSPORT + "' or set it to 'http', with "
						+ "'management.opentelemetry.tracing.export.otlp.endpoint' at the HTTP port of the collector "
						+ "(usually http://host:4318/v1/traces). To stay with gRPC, add the dependency "
						+ "'io.opentelemetry:opentelemetry-exporter-sender-grpc-managed-channel' and a gRPC transport.",
				cause);
	}

}
