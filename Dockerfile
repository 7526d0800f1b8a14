# The image holds the program and nothing else:
#   docker build --tag schemabook .
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/project" schemabook build
# A release does not compile again: what it has built takes the place of the first stage (scripts/release/image).
FROM docker.io/library/rust:1-alpine AS build
RUN apk add --no-cache build-base
WORKDIR /build
COPY . .
RUN cargo build --release --locked && mv target/release/schemabook /

FROM scratch
COPY --from=build /schemabook /usr/local/bin/
WORKDIR /project
ENTRYPOINT ["schemabook"]
