package io.github.observability.console;

import java.net.InetAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServletConsoleFilter}.
 */
class ServletConsoleFilterTests {

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "127.9.9.9", "::1", "[::1]", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1" })
	void knowsTheAddressesOfThisMachine(String address) {
		InetAddress peer = ServletConsoleFilter.peer(address);
		assertThat(peer).isNotNull();
		assertThat(peer.isLoopbackAddress()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "203.0.113.9", "2001:db8::1", "fe80::1" })
	void knowsOtherAddresses(String address) {
		InetAddress peer = ServletConsoleFilter.peer(address);
		assertThat(peer).isNotNull();
		assertThat(peer.isLoopbackAddress()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "localhost.", "unknown", "_hidden", "127.1", "2130706433", "0x7f.0.0.1",
			"127.0.0.1.example.org", "cafe.de", "127.0.0.1, 203.0.113.9", "127.0.0.256", "::1::" })
	void takesNoOtherTextOfAProxyForAnAddress(String text) {
		assertThat(ServletConsoleFilter.peer(text)).isNull();
	}

	@Test
	void knowsNoPeerWithoutAnAddress() {
		assertThat(ServletConsoleFilter.peer(null)).isNull();
	}

}
