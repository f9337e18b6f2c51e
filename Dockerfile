# Tollgate as an image: docker build -t tollgate . && docker run --rm tollgate gateway --help
# Other bases, where these cannot be pulled or a site has its own: --build-arg JRE_IMAGE=...
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-17
ARG JRE_IMAGE=eclipse-temurin:17-jre
ARG SIPP_IMAGE=debian:bookworm-slim

FROM ${BUILD_IMAGE} AS build
WORKDIR /tollgate
COPY . .
RUN mvn -q -B -Dquick -pl launcher -am package \
    && mkdir /jars \
    && cp launcher/target/launcher.jar $(tr ':' ' ' < launcher/target/class-path) /jars/

# In place of your proxy: SIPp, which answers every call.
FROM ${SIPP_IMAGE} AS upstream
RUN command -v sipp \
    || (apt-get update && apt-get install -y --no-install-recommends sip-tester procps && rm -rf /var/lib/apt/lists/*)
COPY docs/examples/upstream.xml /upstream.xml
USER nobody
ENTRYPOINT ["sipp", "-sf", "/upstream.xml", "-nostdin"]

# The DNS server that has one name for all gateways.
FROM ${SIPP_IMAGE} AS names
RUN command -v dnsmasq \
    || (apt-get update && apt-get install -y --no-install-recommends dnsmasq-base && rm -rf /var/lib/apt/lists/*)
USER nobody
ENTRYPOINT ["dnsmasq", "--keep-in-foreground", "--log-facility=-", "--pid-file=", "--conf-file=/dev/null", "--no-resolv", \
    "--no-hosts", "--bind-interfaces", "--listen-address=127.0.0.1", "--port=5300"]

FROM ${JRE_IMAGE} AS tollgate
# 999 and less are what packages of the base take for users of their own
RUN useradd --no-create-home --uid 10001 tollgate \
    && mkdir /var/lib/tollgate /secret \
    && chown tollgate /var/lib/tollgate /secret
COPY --from=build /jars /opt/tollgate
COPY sip-gateway/jvm.options /opt/tollgate/gateway-jvm.options
USER tollgate
WORKDIR /var/lib/tollgate
# Java reads arguments as the locale says
ENV LC_ALL=C.UTF-8
# A gateway's JVM has options of its own, as ./tollgate gives them; TOLLGATE_JAVA_OPTS comes after them there and here.
ENTRYPOINT ["/bin/sh", "-c", "[ \"$1\" != gateway ] || own=@/opt/tollgate/gateway-jvm.options; \
    exec java ${own:--XX:+UseG1GC} ${TOLLGATE_JAVA_OPTS:-} -XX:+ExitOnOutOfMemoryError -Djava.awt.headless=true \
    -cp '/opt/tollgate/*' io.tollgate.launcher.Tollgate \"$@\"", "tollgate"]
