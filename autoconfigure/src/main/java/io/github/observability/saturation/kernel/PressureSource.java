package io.github.observability.saturation.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.saturation.SaturationMeter;
import io.github.observability.saturation.SaturationReadings;
import io.github.observability.saturation.SaturationSource;
import io.github.observability.saturation.SaturationTag;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/**
 * How long work waited for CPU, memory and IO, as the kernel's pressure stall information
 * tells: that of the own cgroup if it has one, else that of the system.
 *
 * @see <a href=
 * "https://docs.kernel.org/accounting/psi.html">docs.kernel.org/accounting/psi</a>
 */
final class PressureSource implements SaturationSource {

	private static final List<String> RESOURCES = List.of("cpu", "memory", "io");

	private static final List<String> SHARES = List.of("some", "full");

	private final KernelFiles files;

	private final Cgroups cgroups;

	private final Map<String, Stall> stalls = new HashMap<>();

	PressureSource(KernelFiles files, Cgroups cgroups) {
		this.files = files;
		this.cgroups = cgroups;
	}

	@Override
	public void read(SaturationReadings readings) {
		this.cgroups.refresh(readings);
		Cgroups.Hierarchy unified = this.cgroups.unified();
		for (String resource : RESOURCES) {
			String path = (unified != null && !unified.path().isEmpty()) ? unified.own() + "/" + resource + ".pressure"
					: null;
			String text = (path != null) ? this.files.read(path, readings) : null;
			if (path != null && text != null) {
				take(resource, "cgroup", path, text, readings);
				continue;
			}
			path = "/proc/pressure/" + resource;
			text = this.files.read(path, readings);
			if (text != null) {
				take(resource, "system", path, text, readings);
			}
		}
	}

	private void take(String resource, String scope, String path, String text, SaturationReadings readings) {
		boolean found = false;
		for (String share : SHARES) {
			long micros = total(text, share);
			if (micros >= 0) {
				found = true;
				Stall stall = this.stalls.computeIfAbsent(resource + " " + share, (key) -> new Stall());
				Tags tags = Tags.of(SaturationTag.RESOURCE.asString(), resource, SaturationTag.SHARE.asString(), share,
						SaturationTag.SCOPE.asString(), scope);
				Double part = stall.advance(micros, path, readings.nanos());
				readings.total(SaturationMeter.STALLED, tags, stall.micros.total() / 1e6);
				if (share.equals("some")) {
					readings.use(resource, null, part, null);
				}
			}
		}
		if (!found) {
			readings.unreadable(path, "no totals in it");
		}
	}

	private static long total(String text, String share) {
		int line = text.startsWith(share + " ") ? 0 : text.indexOf("\n" + share + " ") + 1;
		if (line == 0 && !text.startsWith(share + " ")) {
			return KernelFiles.NO_NUMBER;
		}
		int lineEnd = text.indexOf('\n', line);
		String fields = text.substring(line, (lineEnd < 0) ? text.length() : lineEnd);
		int total = fields.indexOf(" total=");
		return (total < 0) ? KernelFiles.NO_NUMBER : KernelFiles.number(fields.substring(total + " total=".length()));
	}

	/** What one line of one file tells, from pass to pass. */
	private static final class Stall {

		private final MonotonicCounter micros = new MonotonicCounter(false);

		private long at = Long.MIN_VALUE;

		/**
		 * Return the share of the time since the last reading.
		 */
		@Nullable Double advance(long raw, String origin, long nanos) {
			double rise = this.micros.advance(raw, origin) * 1e3;
			Double part = (this.at != Long.MIN_VALUE) ? SaturationReadings.ratio(rise, nanos - this.at) : null;
			this.at = nanos;
			return part;
		}

	}

}
