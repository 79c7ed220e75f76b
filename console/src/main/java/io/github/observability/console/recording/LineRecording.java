package io.github.observability.console.recording;

import ch.qos.logback.classic.LoggerContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.env.Environment;

/**
 * Life of the {@link LineRecorder}, which is attached as early as there are beans.
 */
public final class LineRecording implements DisposableBean {

	private final LineRecorder recorder;

	private final @Nullable LoggerContext context;

	private LineRecording(LineRecorder recorder, @Nullable LoggerContext context) {
		this.recorder = recorder;
		this.context = context;
	}

	public static LineRecording create(@Nullable LoggerContext context, Environment environment, LineStore store) {
		LineMasker masker = LineMasker.of(environment);
		LineRecorder recorder = new LineRecorder(masker::mask, masker::isSecret, store);
		if (context != null) {
			recorder.attach(context);
		}
		return new LineRecording(recorder, context);
	}

	public LineRecorder recorder() {
		return this.recorder;
	}

	@Override
	public void destroy() {
		if (this.context != null) {
			this.recorder.detach(this.context);
		}
	}

}
