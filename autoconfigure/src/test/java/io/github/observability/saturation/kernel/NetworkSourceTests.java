package io.github.observability.saturation.kernel;

import java.nio.file.Path;

import io.github.observability.saturation.Readings;
import io.github.observability.saturation.SaturationMeter;
import io.github.observability.saturation.SaturationReadings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NetworkSourceTests {

	private static final String SNMP = "/proc/self/net/snmp";

	private static final String NETSTAT = "/proc/self/net/netstat";

	@TempDir
	private Path root;

	@Test
	void countsFromTheStartOn() {
		KernelFixture kernel = new KernelFixture(this.root).put(SNMP, snmp("1707")).put(NETSTAT, netstat("12"));
		NetworkSource source = new NetworkSource(kernel.files());
		assertThat(Readings.total(kernel.read(source), SaturationMeter.TCP_RETRANSMITS)).isZero();
		kernel.put(SNMP, snmp("1710")).put(NETSTAT, netstat("13"));
		SaturationReadings readings = kernel.read(source);
		assertThat(Readings.total(readings, SaturationMeter.TCP_RETRANSMITS)).isEqualTo(3);
		assertThat(Readings.total(readings, SaturationMeter.LISTEN_OVERFLOWS)).isEqualTo(1);
		assertThat(Readings.errors(readings, "tcp")).isEqualTo(3);
		assertThat(Readings.errors(readings, "tcp.listen")).isEqualTo(1);
	}

	@Test
	void countsNothingWhereThereIsNothing() {
		KernelFixture kernel = new KernelFixture(this.root);
		assertThat(Readings.totals(kernel.read(new NetworkSource(kernel.files())))).isEmpty();
		assertThat(kernel.said()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Tcp:", "Tcp: RetransSegs\n", "Tcp: RetransSegs\nTcp:\n",
			"Tcp: RetransSegs\nTcp: -1\n", "Tcp: RetransSegs\nTcp: 99999999999999999999\n", "Tcp: Other\nTcp: 5\n" })
	void leavesOutWhatMakesNoSenseAndSaysSoOnce(String text) {
		KernelFixture kernel = new KernelFixture(this.root).put(SNMP, text);
		NetworkSource source = new NetworkSource(kernel.files());
		assertThat(Readings.totals(kernel.read(source))).isEmpty();
		assertThat(Readings.totals(kernel.read(source))).isEmpty();
		assertThat(kernel.said()).containsExactly(SNMP);
	}

	private static String snmp(String retransmits) {
		return "Ip: Forwarding DefaultTTL\nIp: 2 64\nTcp: RtoAlgorithm MaxConn InSegs RetransSegs InErrs\n"
				+ "Tcp: 1 -1 7604444 " + retransmits + " 0\nUdp: InDatagrams\nUdp: 3\n";
	}

	private static String netstat(String overflows) {
		return "TcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 0 " + overflows + " 4\nIpExt: InNoRoutes\n"
				+ "IpExt: 0\n";
	}

}
