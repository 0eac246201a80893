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
    private boolean closedWhileFree;

    Connection(InetSocketAddress server, String path, Selector selector) throws IOException {
        this.server = server;
        this.selector = selector;
        request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        channel = open();
    }

    // Never waits for the server to accept: some close the connection with every 503.
    private SocketChannel open() throws IOException {
        SocketChannel opened = SocketChannel.open();
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.configureBlocking(false);
        opened.connect(server);
        opened.register(selector, SelectionKey.OP_CONNECT, this);
        return opened;
    }

    void send(LoadResult into) throws IOException {
        result = into;
        buffer.clear();
        sentAt = System.nanoTime();
        try {
            channel.write(ByteBuffer.wrap(request));
        } catch (IOException closed) {
            // Reading says so too.
            buffer.clear();
        }
    }

    /** Takes what has come; whether the connection is free now that was not before. */
    boolean receive(SelectionKey key) throws IOException {
        if (key.channel() != channel) {
            return false;
        }
        if (!key.isConnectable()) {
            return received();
        }
        try {
            channel.finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            return true;
        } catch (IOException refused) {
            reopen();
            return false;
        }
    }

    private boolean received() throws IOException {
        int read = read();
        LoadResult waiting = result;
        if (read < 0) {
            return lost(waiting);
        }
        if (waiting == null || !isComplete()) {
            return false;
        }
        waiting.answered(status(), sentAt, System.nanoTime());
        result = null;
        if (isLast) {
            reopen();
        }
        return !isLast;
    }

    private boolean lost(@Nullable LoadResult waiting) throws IOException {
        if (waiting != null) {
            waiting.answered(0, sentAt, System.nanoTime());
            result = null;
            reopen();
        } else {
            // It is among the free ones, where sending on it fails.
            channel.close();
            closedWhileFree = true;
        }
        return false;
    }

    /** Whether it can be sent on; if not, it is opened again and becomes free later. */
    boolean isUsable() throws IOException {
        if (closedWhileFree) {
            closedWhileFree = false;
            reopen();
            return false;
        }
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
