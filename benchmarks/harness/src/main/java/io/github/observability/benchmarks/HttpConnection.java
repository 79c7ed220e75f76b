package io.github.observability.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A connection that is kept as long as the server keeps it; Tomcat closes it after a
 * server error.
 */
final class HttpConnection implements AutoCloseable {

	private final String host;

	private final int port;

	private @Nullable Socket socket;

	private @Nullable InputStream in;

	HttpConnection(String host, int port) {
		this.host = host;
		this.port = port;
	}

	void get(String path) throws IOException {
		InputStream answers = connect();
		Socket connected = this.socket;
		if (connected != null) {
			connected.getOutputStream()
				.write("GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, this.host)
					.getBytes(StandardCharsets.US_ASCII));
		}
		if (!readAnswer(answers)) {
			close();
		}
	}

	private InputStream connect() throws IOException {
		InputStream known = this.in;
		if (known != null) {
			return known;
		}
		Socket connected = new Socket(this.host, this.port);
		connected.setTcpNoDelay(true);
		InputStream answers = new BufferedInputStream(connected.getInputStream());
		this.socket = connected;
		this.in = answers;
		return answers;
	}

	/**
	 * Read one answer.
	 * @param in what the server sends
	 * @return whether the connection stays open
	 * @throws IOException if the answer ends early
	 */
	static boolean readAnswer(InputStream in) throws IOException {
		readLine(in);
		long length = 0;
		boolean chunked = false;
		boolean keep = true;
		for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
			String header = line.toLowerCase(Locale.ROOT);
			if (header.startsWith("content-length:")) {
				length = Long.parseLong(header.substring(header.indexOf(':') + 1).trim());
			}
			chunked |= header.startsWith("transfer-encoding:") && header.endsWith("chunked");
			keep &= !(header.startsWith("connection:") && header.endsWith("close"));
		}
		if (chunked) {
			readChunks(in);
		}
		else {
			in.skipNBytes(length);
		}
		return keep;
	}

	private static void readChunks(InputStream in) throws IOException {
		int size;
		do {
			size = Integer.parseInt(readLine(in).trim(), 16);
			in.skipNBytes(size + 2L);
		}
		while (size > 0);
	}

	private static String readLine(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = in.read(); c != '\n'; c = in.read()) {
			if (c < 0) {
				throw new EOFException("The server closed the connection");
			}
			if (c != '\r') {
				line.append((char) c);
			}
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		Socket connected = this.socket;
		this.socket = null;
		this.in = null;
		if (connected != null) {
			connected.close();
		}
	}

}
