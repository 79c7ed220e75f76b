package io.github.observability.dashboards;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;
import io.micrometer.common.docs.KeyName;

/**
 * Meters that dashboards need and nobody else records.
 */
enum ApplicationMeter implements DefinedMeter {

	/** Says which version an instance runs. */
	INFO(MeterDefinition.gauge("observability.application.info",
			"Always 1; the tags tell the version that the instance runs", Tag.VERSION));

	private final MeterDefinition definition;

	ApplicationMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

	/**
	 * Tags of these meters.
	 */
	enum Tag implements KeyName {

		/** Version of the application. */
		VERSION;

		@Override
		public String asString() {
			return "version";
		}

	}

}
