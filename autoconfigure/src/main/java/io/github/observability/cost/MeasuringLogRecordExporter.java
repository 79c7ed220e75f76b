package io.github.observability.cost;

import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

import io.github.observability.LogOnce;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import org.slf4j.LoggerFactory;

/**
 * {@link LogRecordExporter} that measures what another one delivered. The scope of a
 * record has the name of its logger.
 */
final class MeasuringLogRecordExporter implements LogRecordExporter {

	private final LogRecordExporter delegate;

	private final LogRecordVolumes volumes;

	private final LogOnce fault = new LogOnce(LoggerFactory.getLogger(MeasuringLogRecordExporter.class));

	MeasuringLogRecordExporter(LogRecordExporter delegate, LogRecordVolumes volumes) {
		this.delegate = delegate;
		this.volumes = volumes;
	}

	@Override
	public CompletableResultCode export(Collection<LogRecordData> records) {
		CompletableResultCode result = this.delegate.export(records);
		result.whenComplete(() -> {
			if (result.isSuccess()) {
				delivered(records);
			}
		});
		return result;
	}

	private void delivered(Collection<LogRecordData> records) {
		try {
			Map<LogRecordData, Integer> sizes = new IdentityHashMap<>();
			Map<String, Volume> byLogger = new HashMap<>();
			for (LogRecordData each : records) {
				int size = LogRecordSize.of(each);
				sizes.put(each, size);
				byLogger.merge(each.getInstrumentationScopeInfo().getName(), new Volume(1, size), Volume::plus);
			}
			int envelope = SpanSize.envelope(sizes, LogRecordData::getResource,
					LogRecordData::getInstrumentationScopeInfo);
			// What surrounds a batch belongs to its loggers alike.
			int share = envelope / Math.max(1, byLogger.size());
			byLogger.forEach((logger, volume) -> this.volumes.add(logger, volume.plus(new Volume(0, share))));
		}
		catch (RuntimeException ex) {
			this.fault.warn("The size of a batch of log records is not known; further failures are not logged", ex);
		}
	}

	@Override
	public CompletableResultCode flush() {
		return this.delegate.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.delegate.shutdown();
	}

	@Override
	public String toString() {
		return "Measuring " + this.delegate;
	}

}
