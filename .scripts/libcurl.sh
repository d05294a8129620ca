# shellcheck shell=bash
# A minimal static libcurl on what build_openssl has made. Sets LIBCURL_DIRECTORY to a folder holding libcurl.a.

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

build_libcurl() {
  static_library LIBCURL_DIRECTORY curl libcurl4-openssl-dev "a minute" "${OPENSSL_DIRECTORY##*/}" "$(package_version libc-ares-dev)" \
    "$LIBCURL_CFLAGS" "${LIBCURL_CONFIGURE[@]}"
}

compile_curl() {
  local work=$1
  # configure takes no path with a space, and the archive names none.
  ln -s "$OPENSSL_DIRECTORY" "$work/openssl"
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

keep_curl() {
  local source="$1/source" folder=$2
  cp "$source/lib/.libs/libcurl.a" "$source/COPYING" "$folder/"
}
