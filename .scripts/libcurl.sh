# shellcheck shell=bash
# A minimal static libcurl, compiled from the distribution's own source package with the distribution's patches.
# Stands on what build_openssl has made. Sets LIBCURL_DIRECTORY to a folder holding libcurl.a. The folder is a cache: its
# name is a digest of everything that goes into the archive.

LIBCURL_CONFIGURE=(
  --disable-shared --enable-static --disable-dependency-tracking --disable-maintainer-mode
  --enable-http --disable-ftp --disable-file --disable-ldap --disable-ldaps --disable-rtsp --disable-dict
  --disable-telnet --disable-tftp --disable-pop3 --disable-imap --disable-smb --disable-smtp --disable-gopher
  --disable-mqtt --disable-manual --disable-libcurl-option --disable-unix-sockets --disable-cookies
  --disable-http-auth --disable-doh --disable-mime --disable-dateparse --disable-netrc --disable-dnsshuffle
  --disable-headers-api --disable-progress-meter --disable-socketpair --disable-get-easy-options
  --disable-alt-svc --disable-hsts --disable-ntlm --disable-ntlm-wb --disable-tls-srp --disable-versioned-symbols
  --enable-ipv6 --enable-ares --disable-threaded-resolver
  --without-zlib --without-brotli --without-zstd --without-libidn2 --without-libpsl --without-libssh2
  --without-libssh --without-librtmp --without-nghttp2 --without-nghttp3 --without-ngtcp2 --without-quiche
  --without-gssapi --without-libgsasl --without-ca-bundle --without-ca-path --without-ca-fallback
)
LIBCURL_CFLAGS="-O2 -ffunction-sections -fdata-sections"

package_version() { dpkg-query -W -f '${source:Version}' "$1"; }

build_libcurl() {
  local version key
  version=$(package_version libcurl4-openssl-dev)
  key=$(digest "$version" "${OPENSSL_DIRECTORY##*/}" "$(package_version libc-ares-dev)" \
    "$(gcc -dumpfullversion -dumpmachine)" "$LIBCURL_CFLAGS" "${LIBCURL_CONFIGURE[@]}")
  LIBCURL_DIRECTORY="$BUILD/libcurl/$version-$key"
  if [ -f "$LIBCURL_DIRECTORY/libcurl.a" ]; then
    note "libcurl: $(head -n 1 "$LIBCURL_DIRECTORY/SOURCE"), compiled before"
    return 0
  fi
  say "Compiling a minimal static libcurl (once, about a minute)"
  # Not below the checkout: configure refuses a path with a space.
  local work
  work=$(mktemp -d)
  mkdir "$work/download"
  fetch_source_package curl "$version" "$work/download"
  compile_libcurl "$work"
  store_libcurl "$work"
}

compile_libcurl() {
  local work=$1
  # configure takes no path with a space, and the archive names none.
  ln -s "$OPENSSL_DIRECTORY" "$work/openssl"
  (cd "$work" && logged libcurl-unpack dpkg-source --extract download/*.dsc source)
  if [ ! -x "$work/source/configure" ]; then
    require_packages autoconf automake libtool
    (cd "$work/source" && logged libcurl-autoreconf autoreconf --force --install)
  fi
  # The package's patches touch the inputs of the generated build files; as shipped those build what is needed here.
  local keep=(AUTOCONF=: AUTOMAKE=: ACLOCAL=: AUTOHEADER=:)
  (
    cd "$work/source" || exit
    # Without pkg-config, which would name the distribution's OpenSSL.
    logged libcurl-configure ./configure --prefix=/usr CC=gcc PKG_CONFIG=false --with-openssl="$work/openssl" \
      CFLAGS="$LIBCURL_CFLAGS -ffile-prefix-map=$work/source=curl" "${LIBCURL_CONFIGURE[@]}"
    logged libcurl-compile make -C lib -j "$(nproc)" "${keep[@]}" libcurl.la
  )
  local define
  for define in USE_ARES USE_OPENSSL; do
    grep -q "^#define $define 1" "$work/source/lib/curl_config.h" ||
      fail "libcurl was configured without $define" "See $LOGS/libcurl-configure.log"
  done
}

store_libcurl() {
  local work=$1 staging="$BUILD/libcurl/staging"
  rm -rf "$staging" "$LIBCURL_DIRECTORY" && mkdir -p "$staging"
  cp "$work/source/lib/.libs/libcurl.a" "$work/source/COPYING" "$staging/"
  {
    awk '$1 == "Version:" { print "curl " $2; exit }' "$work"/download/*.dsc
    (cd "$work/download" && sha256sum -- *)
    printf '%s\n' "CFLAGS=$LIBCURL_CFLAGS" "${LIBCURL_CONFIGURE[@]}"
  } >"$staging/SOURCE"
  mv "$staging" "$LIBCURL_DIRECTORY"
  rm -rf "$work"
  note "libcurl: $(head -n 1 "$LIBCURL_DIRECTORY/SOURCE"), $(stat -c %s "$LIBCURL_DIRECTORY/libcurl.a") bytes"
}
