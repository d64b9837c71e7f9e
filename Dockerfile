# The image holds the static program, and a shell because build systems run scripts in it.
#   docker build -t proviso .
#   docker run --rm -v "$PWD:/src" proviso check .
FROM swift:6.3-bookworm AS build
WORKDIR /build
COPY Scripts/install-dependencies Scripts/install-dependencies
RUN Scripts/install-dependencies
COPY . .
RUN make static

FROM alpine:3.22
COPY --from=build /build/.build/release/proviso /usr/local/bin/proviso
WORKDIR /src
ENTRYPOINT ["proviso"]
CMD ["--help"]
