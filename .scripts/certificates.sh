# shellcheck shell=bash
# The certificate roots that every AWS endpoint's chain ends in, as an object file for the static link.
# Sets CERTIFICATES_OBJECT. The texts come from the ca-certificates package; the fingerprints are those that
# https://www.amazontrust.com/repository/ publishes.

CERTIFICATE_FOLDER=/usr/share/ca-certificates/mozilla
CERTIFICATE_FINGERPRINTS=(
  Amazon_Root_CA_1 8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e
  Amazon_Root_CA_2 1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4
  Amazon_Root_CA_3 18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4
  Amazon_Root_CA_4 e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092
  Starfield_Services_Root_Certificate_Authority_-_G2
  568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5
)

build_certificates() {
  local folder="$BUILD/certificates" pem="$BUILD/certificates/roots.pem" index
  mkdir -p "$folder"
  : >"$pem"
  for ((index = 0; index < ${#CERTIFICATE_FINGERPRINTS[@]}; index += 2)); do
    append_certificate "$CERTIFICATE_FOLDER/${CERTIFICATE_FINGERPRINTS[index]}.crt" \
      "${CERTIFICATE_FINGERPRINTS[index + 1]}" "$pem"
  done
  (cd "$folder" && write_certificates_assembly >roots.S && gcc -c roots.S -o roots.o)
  # shellcheck disable=SC2034 # read by bundles.sh
  CERTIFICATES_OBJECT="$folder/roots.o"
}

# append_certificate FILE FINGERPRINT PEM
append_certificate() {
  [ -f "$1" ] || fail "the certificate $1 is missing" "Run as an administrator: apt-get install --reinstall ca-certificates"
  local fingerprint
  fingerprint=$(openssl x509 -in "$1" -outform DER | sha256sum | cut -d ' ' -f 1)
  [ "$fingerprint" = "$2" ] || fail "$1 is not the certificate that Amazon Trust Services publishes" \
    "expected sha256 $2" "found    sha256 $fingerprint" \
    "Run as an administrator: apt-get install --reinstall ca-certificates"
  openssl x509 -in "$1" >>"$3"
}

write_certificates_assembly() {
  cat <<'ASSEMBLY'
  .section .rodata.certificate_authorities, "a"
  .global embedded_certificate_authorities_start
  .global embedded_certificate_authorities_end
embedded_certificate_authorities_start:
  .incbin "roots.pem"
embedded_certificate_authorities_end:
  .byte 0
  .section .note.GNU-stack, ""
ASSEMBLY
}
