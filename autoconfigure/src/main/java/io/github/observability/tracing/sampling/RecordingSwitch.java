package io.github.observability.tracing.sampling;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Asks the {@link UnsampledSpanRecorder}, if there is one. It is looked up once all
 * singletons exist, because it depends on beans that depend on the sampler.
 */
final class RecordingSwitch implements SmartInitializingSingleton {

	private final ObjectProvider<UnsampledSpanRecorder> provider;

	private volatile @Nullable UnsampledSpanRecorder spans;

	RecordingSwitch(ObjectProvider<UnsampledSpanRecorder> provider) {
		this.provider = provider;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.spans = this.provider.getIfAvailable();
	}

	boolean isOn() {
		UnsampledSpanRecorder spans = this.spans;
		return spans != null && spans.isRecording();
	}

}
