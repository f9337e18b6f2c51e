# Tollgate as an image: docker build -t tollgate . && docker run tollgate gateway --help
# Written where images cannot be pulled: not built there.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /tollgate
COPY . .
RUN mvn -q -B -Dquick -pl launcher -am package \
    && mkdir /jars \
    && cp launcher/target/launcher.jar $(tr ':' ' ' < launcher/target/class-path) /jars/

FROM eclipse-temurin:17-jre
RUN useradd --system tollgate \
    && mkdir /var/lib/tollgate /secret \
    && chown tollgate /var/lib/tollgate /secret
COPY --from=build /jars /opt/tollgate
USER tollgate
WORKDIR /var/lib/tollgate
ENTRYPOINT ["java", "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true", \
    "-cp", "/opt/tollgate/*", "io.tollgate.launcher.Tollgate"]
