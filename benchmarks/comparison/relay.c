/* The least that any proxy on one UDP socket costs: relay PORT CALLER CALLEE, ports of 127.0.0.1. What the callee sends goes to
 * the caller, all else to the callee, unread; as many datagrams in one system call as there are. */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { AT_ONCE = 16, BYTES = 65536, BUFFER = 4 << 20 };

static struct sockaddr_in loopback(const char *port) {
    return (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons(atoi(port)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

int main(int argc, char **argv) {
    static char data[AT_ONCE][BYTES];
    struct sockaddr_in from[AT_ONCE];
    struct iovec parts[AT_ONCE];
    struct mmsghdr datagrams[AT_ONCE];
    if (argc != 4) {
        fprintf(stderr, "relay: expected PORT CALLER CALLEE\n");
        return 2;
    }
    struct sockaddr_in here = loopback(argv[1]), caller = loopback(argv[2]), callee = loopback(argv[3]);
    int bytes = BUFFER, udp = socket(AF_INET, SOCK_DGRAM, 0);
    setsockopt(udp, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    if (udp < 0 || bind(udp, (struct sockaddr *)&here, sizeof here) != 0) {
        perror("relay");
        return 1;
    }
    printf("relay is ready\n");
    fflush(stdout);
    for (;;) {
        for (int i = 0; i < AT_ONCE; i++) {
            parts[i] = (struct iovec){data[i], BYTES};
            datagrams[i].msg_hdr = (struct msghdr){
                .msg_name = &from[i], .msg_namelen = sizeof from[i], .msg_iov = &parts[i], .msg_iovlen = 1};
        }
        int count = recvmmsg(udp, datagrams, AT_ONCE, MSG_WAITFORONE, NULL);
        for (int i = 0; i < count; i++) {
            parts[i].iov_len = datagrams[i].msg_len;
            datagrams[i].msg_hdr.msg_name = from[i].sin_port == callee.sin_port ? &caller : &callee;
        }
        /* What is not taken is lost, as it may be with UDP; SIPp counts it. */
        for (int sent = 0, taken = 1; sent < count && taken > 0; sent += taken) {
            taken = sendmmsg(udp, datagrams + sent, count - sent, 0);
        }
    }
}
