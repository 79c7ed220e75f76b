package io.github.observability.context.propagation;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection on which requests are sent as they are written here, which no client
 * would, several before the first answer is read.
 */
final class PipeliningClient implements AutoCloseable {

	private static final String LENGTH = "content-length:";

	private final Socket socket;

	private final OutputStream out;

	private final InputStream in;

	private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

	PipeliningClient(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(20_000);
		this.socket.setTcpNoDelay(true);
		this.out = this.socket.getOutputStream();
		this.in = new BufferedInputStream(this.socket.getInputStream(), 64 * 1024);
	}

	/**
	 * Add a request to those that are sent next.
	 * @param head its first line and its headers, each with its end of line
	 */
	void add(CharSequence head) {
		this.waiting.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
		this.waiting.writeBytes(new byte[] { '\r', '\n' });
	}

	void send() throws IOException {
		this.waiting.writeTo(this.out);
		this.waiting.reset();
		this.out.flush();
	}

	/**
	 * Read an answer.
	 * @return its status
	 */
	int status() throws IOException {
		String first = line();
		int length = 0;
		for (String line = line(); !line.isEmpty(); line = line()) {
			if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
				length = Integer.parseInt(line.substring(LENGTH.length()).trim());
			}
		}
		this.in.skipNBytes(length);
		return Integer.parseInt(first.split(" ")[1]);
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int character = this.in.read(); character != '\n'; character = this.in.read()) {
			if (character < 0) {
				throw new EOFException("The connection ends after '" + line + "'");
			}
			if (character != '\r') {
				line.append((char) character);
			}
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
