# The image holds the static program, and a shell because build systems run scripts in it.
#   docker build -t proviso .
#   docker run --rm -v "$PWD:/src" proviso check .
FROM swift:6.3-bookworm AS build
WORKDIR /build
COPY Scripts/install-dependencies Scripts/install-dependencies
# The image of Swift has no make.
RUN apt-get update && apt-get install -y --no-install-recommends make && Scripts/install-dependencies
COPY . .
RUN make static

FROM alpine:3.22
# `--since` and `--staged` ask git, which trusts a mounted repository of another user only when it is told to.
RUN apk add --no-cache git && git config --system --add safe.directory /src
COPY --from=build /build/.build/release/proviso /usr/local/bin/proviso
WORKDIR /src
ENTRYPOINT ["proviso"]
CMD ["--help"]
