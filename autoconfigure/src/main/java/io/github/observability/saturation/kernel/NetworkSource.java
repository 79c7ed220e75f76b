package io.github.observability.saturation.kernel;

import io.github.observability.saturation.SaturationMeter;
import io.github.observability.saturation.SaturationReadings;
import io.github.observability.saturation.SaturationSource;
import org.jspecify.annotations.Nullable;

/**
 * TCP segments that were sent again and connections that full listen queues turned away,
 * in the network namespace of the process.
 */
final class NetworkSource implements SaturationSource {

	private static final String SNMP = "/proc/self/net/snmp";

	private static final String NETSTAT = "/proc/self/net/netstat";

	private final KernelFiles files;

	private final MonotonicCounter retransmits = new MonotonicCounter(false);

	private final MonotonicCounter overflows = new MonotonicCounter(false);

	NetworkSource(KernelFiles files) {
		this.files = files;
	}

	@Override
	public void read(SaturationReadings readings) {
		read(SNMP, "Tcp:", "RetransSegs", this.retransmits, SaturationMeter.TCP_RETRANSMITS, "tcp", readings);
		read(NETSTAT, "TcpExt:", "ListenOverflows", this.overflows, SaturationMeter.LISTEN_OVERFLOWS, "tcp.listen",
				readings);
	}

	private void read(String path, String protocol, String column, MonotonicCounter total, SaturationMeter meter,
			String resource, SaturationReadings readings) {
		String text = this.files.read(path, readings);
		if (text == null) {
			return;
		}
		long count = value(text, protocol, column);
		if (count < 0) {
			readings.unreadable(path, "no " + column + " in it");
			return;
		}
		total.advance(count, path);
		readings.total(meter, total.total());
		readings.use(resource, null, null, total.total());
	}

	/** A line with names is followed by one with their values. */
	private static long value(String text, String protocol, String column) {
		String names = line(text, protocol, 0);
		if (names == null) {
			return KernelFiles.NO_NUMBER;
		}
		String values = line(text, protocol, text.indexOf(names) + names.length());
		if (values == null) {
			return KernelFiles.NO_NUMBER;
		}
		String[] columns = names.split(" ");
		String[] numbers = values.split(" ");
		for (int i = 1; i < Math.min(columns.length, numbers.length); i++) {
			if (columns[i].equals(column)) {
				return KernelFiles.number(numbers[i]);
			}
		}
		return KernelFiles.NO_NUMBER;
	}

	private static @Nullable String line(String text, String protocol, int from) {
		int begin = from;
		while (begin >= 0 && begin < text.length()) {
			int end = text.indexOf('\n', begin);
			end = (end < 0) ? text.length() : end;
			if (text.startsWith(protocol + " ", begin)) {
				return text.substring(begin, end);
			}
			begin = end + 1;
		}
		return null;
	}

}
