package io.github.observability.tracing.evidence;

import java.util.List;
import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a slow trace spent its time on. A trace is exported once the evidence is
 * there, which may take seconds. This type serves the profiler and may change in any
 * release.
 */
public interface SlowTraceEvidence {

	/**
	 * The attribute with the frames that ran most, each as its share of the samples and
	 * its name: {@code 63 % com.example.Prices.of}.
	 */
	AttributeKey<List<String>> FRAMES = AttributeKey.stringArrayKey("profile.frames");

	/**
	 * Look for evidence. This method is called on the thread that ends the trace, so it
	 * must not block.
	 * @param root the local root of the trace, which has ended
	 * @param found called exactly once, on any thread, with an event for the root, or
	 * {@code null} if there is no evidence
	 */
	void find(SpanData root, Consumer<@Nullable EventData> found);

	/**
	 * Stop waiting for evidence, and call back for each trace at once.
	 */
	void flush();

}
