package io.github.observability.golden;

import java.io.IOException;
import java.io.PrintWriter;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.springframework.http.HttpHeaders;

/**
 * Notices that an answer is a stream, by its content type, and when its first byte is
 * written. Any other answer passes untouched.
 */
final class ServedResponse extends HttpServletResponseWrapper {

	private final RequestInFlight request;

	private final StreamContentTypes streamTypes;

	ServedResponse(HttpServletResponse response, RequestInFlight request, StreamContentTypes streamTypes) {
		super(response);
		this.request = request;
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
			this.request.becomeStream();
		}
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		ServletOutputStream output = super.getOutputStream();
		return this.request.isStream() ? new FirstByteOutputStream(output, this.request) : output;
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		PrintWriter writer = super.getWriter();
		return this.request.isStream() ? new FirstByteWriter(writer, this.request) : writer;
	}

}
