/*
 * Answers each request with a constant, from one thread with epoll. It parses nothing but the end
 * of a request's header, and so is the least that a server on these system calls can take.
 * Prints its port, on the loopback address, when it listens. Ends with its first error.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, BYTES = 8192, DESCRIPTORS = 65536 };

static const char END[] = "\r\n\r\n";
static const char ANSWER[] =
    "HTTP/1.1 200 \r\n"
    "Content-Type: text/plain\r\n"
    "Content-Length: 13\r\n"
    "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
    "\r\n"
    "Hello, world\n";

/* By descriptor: how much of END its last bytes are. */
static unsigned char matched[DESCRIPTORS];

static int check(int result, const char *what) {
    if (result < 0) {
        perror(what);
        exit(1);
    }
    return result;
}

/* The ends of requests in these bytes; one may have begun in earlier ones. */
static int ends(int connection, const char *bytes, ssize_t length) {
    int found = 0;
    for (ssize_t i = 0; i < length; i++) {
        if (bytes[i] == END[matched[connection]]) {
            matched[connection]++;
        } else {
            matched[connection] = bytes[i] == END[0];
        }
        if (END[matched[connection]] == '\0') {
            matched[connection] = 0;
            found++;
        }
    }
    return found;
}

/* False when the connection has ended. */
static int serve(int connection) {
    char bytes[BYTES];
    ssize_t length = read(connection, bytes, sizeof bytes);
    if (length <= 0) {
        return length < 0 && errno == EAGAIN;
    }
    for (int left = ends(connection, bytes, length); left > 0; left--) {
        /* The benchmark's clients read: an answer of this size has room. */
        if (send(connection, ANSWER, sizeof ANSWER - 1, MSG_NOSIGNAL) < 0) {
            return 0;
        }
    }
    return 1;
}

static void watch(int poll, int descriptor) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
    check(epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event), "epoll_ctl");
}

int main(void) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int on = 1;
    int listener = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(bind(listener, (struct sockaddr *)&address, size), "bind");
    check(listen(listener, 1024), "listen");
    check(getsockname(listener, (struct sockaddr *)&address, &size), "getsockname");
    int poll = check(epoll_create1(0), "epoll_create1");
    watch(poll, listener);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        struct epoll_event events[EVENTS];
        int ready = check(epoll_wait(poll, events, EVENTS, -1), "epoll_wait");
        for (int i = 0; i < ready; i++) {
            int descriptor = events[i].data.fd;
            if (descriptor != listener) {
                if (!serve(descriptor)) {
                    close(descriptor);
                }
                continue;
            }
            int connection = check(accept4(listener, NULL, NULL, SOCK_NONBLOCK), "accept4");
            if (connection >= DESCRIPTORS) {
                close(connection);
                continue;
            }
            matched[connection] = 0;
            setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            watch(poll, connection);
        }
    }
}
