# The command with a Java of its own, and nothing else: `liviano serve` in a container.
# How to run it, and why it is as it is: docs/deploying.md.

# ---- the folder, made by the same script as without Docker ----

FROM eclipse-temurin:25-jdk AS build
RUN apt-get update \
  && apt-get install --yes --no-install-recommends maven \
  && rm -rf /var/lib/apt/lists/*
COPY . /source
WORKDIR /source
RUN JAVA_HOME=/opt/java/openjdk deploy/image.sh /opt/liviano

# ---- the image: a Linux with glibc, and the folder ----

FROM debian:stable-slim
COPY --from=build /opt/liviano /opt/liviano

# Nobody owns anything here, so the root can be read-only.
USER 10001:10001
ENV LIVIANO_HOME=/models
VOLUME /models
EXPOSE 8080

# Listens to the container alone until it is told otherwise: LIVIANO_SERVE_BIND=0.0.0.0, with
# LIVIANO_SERVE_TOKEN_FILE where others than the one who publishes the port can reach it.
ENTRYPOINT ["/opt/liviano/liviano"]
CMD ["serve"]

# No HEALTHCHECK: it would start a program in the container for each look, and there is none that
# speaks HTTP. GET /v2/health/ready and /v2/health/live are for whoever runs the container.
