package io.github.observability.golden;

import java.io.IOException;
import java.io.PrintWriter;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.springframework.http.HttpHeaders;

/**
 * Notices that an answer is a stream, by its content type, when its first byte is
 * written, and that the client has gone.
 */
final class ServedResponse extends HttpServletResponseWrapper {

	private final ServedExchange exchange;

	private final StreamContentTypes streamTypes;

	ServedResponse(HttpServletResponse response, ServedExchange exchange, StreamContentTypes streamTypes) {
		super(response);
		this.exchange = exchange;
		this.streamTypes = streamTypes;
	}

	@Override
	public void setContentType(String type) {
		super.setContentType(type);
		note(type);
	}

	@Override
	public void setHeader(String name, String value) {
		super.setHeader(name, value);
		noteHeader(name, value);
	}

	@Override
	public void addHeader(String name, String value) {
		super.addHeader(name, value);
		noteHeader(name, value);
	}

	private void noteHeader(String name, String value) {
		if (HttpHeaders.CONTENT_TYPE.equalsIgnoreCase(name)) {
			note(value);
		}
	}

	private void note(String contentType) {
		if (this.streamTypes.contain(contentType)) {
			this.exchange.state().becomeStream();
		}
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		return new ServedOutputStream(super.getOutputStream(), this.exchange);
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		PrintWriter writer = super.getWriter();
		RequestInFlight request = this.exchange.state();
		return request.isStream() ? new FirstByteWriter(writer, request) : writer;
	}

	@Override
	public void flushBuffer() throws IOException {
		try {
			super.flushBuffer();
		}
		catch (IOException ex) {
			throw this.exchange.cannotWrite(ex);
		}
	}

}
