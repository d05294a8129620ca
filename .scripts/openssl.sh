# shellcheck shell=bash
# A static OpenSSL with what a client of AWS needs. The distribution's archive has every algorithm there is, in tables that
# the linker cannot take apart: a tenth of each zip. Sets OPENSSL_DIRECTORY to a folder with include and lib.

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
  static_library OPENSSL_DIRECTORY openssl libssl-dev "two minutes" "${OPENSSL_CFLAGS[@]}" "${OPENSSL_CONFIGURE[@]}"
}

compile_openssl() {
  local work=$1 option known=()
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

keep_openssl() {
  local source="$1/source" folder=$2
  mkdir "$folder/lib"
  cp "$source/libcrypto.a" "$source/libssl.a" "$folder/lib/"
  cp -R "$source/include" "$source/LICENSE.txt" "$folder/"
}
