/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A keep-alive connection of the load generator, opened again when the server has closed it. */
final class Connection {
    private final InetSocketAddress server;
    private final Selector selector;
    private final byte[] request;
    private final ByteBuffer buffer = ByteBuffer.allocate(16_384);
    private SocketChannel channel;
    private @Nullable LoadResult result;
    private long sentAt;
    private boolean isLast;

    Connection(InetSocketAddress server, String path, Selector selector) throws IOException {
        this.server = server;
        this.selector = selector;
        request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        channel = open();
    }

    private SocketChannel open() throws IOException {
        SocketChannel opened = SocketChannel.open(server);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.configureBlocking(false);
        opened.register(selector, SelectionKey.OP_READ, this);
        return opened;
    }

    void send(LoadResult into) throws IOException {
        result = into;
        buffer.clear();
        sentAt = System.nanoTime();
        try {
            channel.write(ByteBuffer.wrap(request));
        } catch (IOException closed) {
            reopen();
            channel.write(ByteBuffer.wrap(request));
        }
    }

    /** Whether the answer is complete; the connection is free again then. */
    boolean receive() throws IOException {
        int read = read();
        LoadResult waiting = result;
        if (read < 0) {
            reopen();
            if (waiting == null) {
                return false;
            }
            waiting.answered(0, sentAt, System.nanoTime());
        } else if (waiting == null || !isComplete()) {
            return false;
        } else {
            waiting.answered(status(), sentAt, System.nanoTime());
            if (isLast) {
                reopen();
            }
        }
        result = null;
        return true;
    }

    private int read() {
        try {
            return channel.read(buffer);
        } catch (IOException reset) {
            return -1;
        }
    }

    private void reopen() throws IOException {
        channel.close();
        channel = open();
    }

    private int status() {
        return (buffer.get(9) - '0') * 100 + (buffer.get(10) - '0') * 10 + buffer.get(11) - '0';
    }

    // All answers here have a Content-Length.
    private boolean isComplete() {
        int length = 0;
        int lineStart = 0;
        isLast = false;
        for (int i = 1; i < buffer.position(); i++) {
            if (buffer.get(i) == '\n' && buffer.get(i - 1) == '\r') {
                if (i - 1 == lineStart) {
                    return buffer.position() >= i + 1 + length;
                }
                if (isAt(lineStart, "content-length:")) {
                    length = number(lineStart + "content-length:".length(), i - 1);
                }
                isLast |= isAt(lineStart, "connection: close");
                lineStart = i + 1;
            }
        }
        return false;
    }

    private boolean isAt(int from, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (from + i >= buffer.position() || (buffer.get(from + i) | 0x20) != (text.charAt(i) | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private int number(int from, int end) {
        int number = 0;
        for (int i = from; i < end; i++) {
            number = buffer.get(i) == ' ' ? number : number * 10 + buffer.get(i) - '0';
        }
        return number;
    }
}
