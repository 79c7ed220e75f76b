package io.github.observability.tracing;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Asks the {@link RecordedSpans}, if there are any. They are looked up when all beans are
 * there: they come after the sampler, and spans that start before would look them up in
 * the midst of it.
 */
final class RecordingSwitch implements SmartInitializingSingleton {

	private final ObjectProvider<RecordedSpans> provider;

	private volatile @Nullable RecordedSpans spans;

	RecordingSwitch(ObjectProvider<RecordedSpans> provider) {
		this.provider = provider;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.spans = this.provider.getIfAvailable();
	}

	boolean isOn() {
		RecordedSpans spans = this.spans;
		return spans != null && spans.isWanted();
	}

}
