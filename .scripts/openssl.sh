# shellcheck shell=bash
# A static OpenSSL with what a client of AWS needs, compiled from the distribution's own source package with the
# distribution's patches. The distribution's archive has every algorithm there is in tables that the linker cannot take
# apart: a tenth of each zip. Sets OPENSSL_DIRECTORY to a folder with include and lib. The folder is a cache: its name is
# a digest of everything that goes into the archives.

# TLS 1.2 and 1.3, and of the algorithms those that AWS, or a proxy on the way, may choose with them.
OPENSSL_CONFIGURE=(
  no-shared no-module no-dso no-engine no-legacy no-tests no-async no-autoload-config no-ui-console no-filenames
  no-uplink no-hw no-afalgeng no-capieng no-padlockeng no-makedepend no-comp no-sock no-dgram no-dtls no-sctp no-srtp
  no-ssl3 no-tls1 no-tls1_1 no-nextprotoneg no-srp no-psk no-gost no-ct no-ocsp no-cms no-cmp no-ts no-rfc3779
  no-aria no-bf no-blake2 no-camellia no-cast no-des no-dsa no-ec2m no-idea no-md2 no-md4 no-mdc2 no-rc2 no-rc4 no-rc5
  no-rmd160 no-scrypt no-seed no-siphash no-siv no-sm2 no-sm3 no-sm4 no-whirlpool
)
# What takes time is in assembler; -O2 makes a zip larger by 100 KB.
OPENSSL_CFLAGS=(-Os -ffunction-sections -fdata-sections)

build_openssl() {
  local version key
  version=$(package_version libssl-dev)
  key=$(digest "$version" "$(gcc -dumpfullversion -dumpmachine)" "${OPENSSL_CFLAGS[@]}" "${OPENSSL_CONFIGURE[@]}")
  OPENSSL_DIRECTORY="$BUILD/openssl/$version-$key"
  if [ -f "$OPENSSL_DIRECTORY/SOURCE" ]; then
    note "OpenSSL: $(head -n 1 "$OPENSSL_DIRECTORY/SOURCE"), compiled before"
    return 0
  fi
  say "Compiling a small static OpenSSL (once, about two minutes)"
  local work
  work=$(mktemp -d)
  mkdir "$work/download"
  fetch_source_package openssl "$version" "$work/download"
  compile_openssl "$work"
  store_openssl "$work"
}

compile_openssl() {
  local work=$1 option known=()
  (cd "$work" && logged openssl-unpack dpkg-source --extract download/*.dsc source)
  # A release refuses words that it has dropped, or does not have yet.
  for option in "${OPENSSL_CONFIGURE[@]}"; do
    if grep -qw -- "${option#no-}" "$work/source/Configure"; then known+=("$option"); fi
  done
  (
    cd "$work/source" || exit
    logged openssl-configure ./Configure --prefix=/usr --openssldir=/usr/lib/ssl \
      "${known[@]}" "${OPENSSL_CFLAGS[@]}" "-ffile-prefix-map=$work/source=openssl"
    logged openssl-generate make -j "$(nproc)" build_generated
    logged openssl-compile make -j "$(nproc)" libcrypto.a libssl.a
  )
}

store_openssl() {
  local work=$1 staging="$BUILD/openssl/staging"
  rm -rf "$staging" "$OPENSSL_DIRECTORY" && mkdir -p "$staging/lib"
  cp "$work/source/libcrypto.a" "$work/source/libssl.a" "$staging/lib/"
  cp -R "$work/source/include" "$work/source/LICENSE.txt" "$staging/"
  {
    awk '$1 == "Version:" { print "openssl " $2; exit }' "$work"/download/*.dsc
    (cd "$work/download" && sha256sum -- *)
    printf '%s\n' "${OPENSSL_CFLAGS[@]}" "${OPENSSL_CONFIGURE[@]}"
  } >"$staging/SOURCE"
  mv "$staging" "$OPENSSL_DIRECTORY"
  rm -rf "$work"
  note "OpenSSL: $(head -n 1 "$OPENSSL_DIRECTORY/SOURCE")"
}
