# shellcheck shell=bash
# dist/{command,projection,query}.zip: each holds one file, `bootstrap`, a fully static program. Beside them stands what
# Terraform reads of the domain, dist/domain.json, and its HTTP API as an OpenAPI document, dist/openapi.json.

BUNDLE_LIMIT=4718592
STATIC_SCRATCH="$BUILD/static"

# What the domain's executables are called before the function's name, and where their bundles go.
BUNDLE_PREFIX="" BUNDLES="$DIST"

# build_bundles [DOMAIN]: those of the domain that is shipped, or of another one of this package by its executables' names:
# parcels-command and so on, to dist/parcels.
build_bundles() {
  [[ "${1:-}" =~ ^[a-z0-9]*$ ]] || fail "'$1' is no domain's name" "Lower-case letters and digits: parcels"
  BUNDLE_PREFIX="${1:+$1-}" BUNDLES="$DIST${1:+/$1}"
  require_development_packages
  require_packages "${BUNDLE_PACKAGES[@]}"
  lock_build
  build_openssl
  build_libcurl
  build_certificates
  build_start_files
  link_functions
  pack_functions
  describe_domain
  unlock_build
}

# renew_bundles [DOMAIN]: makes them only if something that goes into them is newer.
renew_bundles() {
  local file folder="$DIST${1:+/$1}"
  for file in "${FUNCTIONS[@]/%/.zip}" domain.json; do
    if [ ! -f "$folder/$file" ] || [ -n "$(find "$ROOT/Sources" "$ROOT/Package.swift" \
      "$ROOT/.scripts/"{bundles,static_library,openssl,libcurl,certificates}.sh -newer "$folder/$file" -type f -print -quit)" ]; then
      build_bundles "$@"
      return 0
    fi
  done
  say "The bundles in dist/${1:-} are up to date"
}

# For a static program the compiler driver takes crtbeginT.o, with which libgcc registers every unwind frame at the
# start and sorts them when the first thread starts. crtbegin.o leaves them to the linker's sorted table. A folder
# given with -B is looked at first, and the order of all start files stays the driver's own.
build_start_files() {
  START_FILES="$BUILD/start"
  mkdir -p "$START_FILES"
  cp "$(gcc -print-file-name=crtbegin.o)" "$START_FILES/crtbeginT.o"
}

static_link_options() {
  local source_map="$ROOT=/bundle" scratch_map="$STATIC_SCRATCH=/bundle/.build"
  # Unused code is dropped by section and equal code is folded. Archives given with -L come before the system's
  # shared libraries, and libcurl's own needs follow it.
  printf '%s\n' \
    -Xswiftc -static-executable -Xswiftc -use-ld=lld \
    -Xswiftc -Xclang-linker -Xswiftc "-B$START_FILES" \
    -Xcc "-I$OPENSSL_DIRECTORY/include" \
    -Xlinker "-L$LIBCURL_DIRECTORY" -Xlinker "-L$OPENSSL_DIRECTORY/lib" -Xlinker -lssl -Xlinker -lcrypto -Xlinker -lcares \
    -Xlinker "$CERTIFICATES_OBJECT" \
    -Xlinker --icf=all -Xlinker --build-id=none
  # The top-level code of a main.swift would draw in the concurrency runtime: 250 KB of the zip.
  printf '%s\n' -Xswiftc -Xfrontend -Xswiftc -disable-implicit-concurrency-module-import \
    -Xswiftc -Xfrontend -Xswiftc -function-sections
  # Generic code of one module is compiled for the types of another: two to three percent of a request's instructions.
  printf '%s\n' -Xswiftc -cross-module-optimization
  printf '%s\n' \
    -Xswiftc -file-prefix-map -Xswiftc "$scratch_map" -Xswiftc -file-prefix-map -Xswiftc "$source_map" \
    -Xcc "-ffile-prefix-map=$source_map"
}

link_functions() {
  local options product
  mapfile -t options < <(static_link_options)
  forget_other_options "$(swift --version 2>/dev/null)" "${options[@]}"
  for product in "${FUNCTIONS[@]/#/$BUNDLE_PREFIX}" "${BUNDLE_PREFIX}domain"; do
    say "Compiling and linking $product"
    # All share the scratch folder: what the first compiled is there for the others.
    (cd "$ROOT" && logged "build-$product" swift build --scratch-path "$STATIC_SCRATCH" --configuration release \
      -debug-info-format none --product "$product" "${options[@]}")
  done
}

# The compiler keeps an object file when only code generation options have changed, so those need a fresh folder.
forget_other_options() {
  local stamp
  stamp=$(digest "$@")
  if [ "$(cat "$STATIC_SCRATCH/options" 2>/dev/null || true)" = "$stamp" ]; then return 0; fi
  rm -rf "$STATIC_SCRATCH" && mkdir -p "$STATIC_SCRATCH"
  printf '%s\n' "$stamp" >"$STATIC_SCRATCH/options"
}

pack_functions() {
  local function program zip size
  mkdir -p "$BUNDLES"
  say "Packing"
  for function in "${FUNCTIONS[@]}"; do
    program="$STATIC_SCRATCH/release/$BUNDLE_PREFIX$function" zip="$BUNDLES/$function.zip"
    pack_bootstrap "$program" "$zip"
    size=$(stat -c %s "$zip")
    note "${zip#"$ROOT/"}  $size bytes  sha256 $(sha256sum "$zip" | cut -c1-16)"
    [ "$size" -le "$BUNDLE_LIMIT" ] || fail "${zip#"$ROOT/"} is larger than $BUNDLE_LIMIT bytes" \
      "See which part grew: size -A $program"
  done
  # Terraform refuses to deploy the bundles as functions of another processor.
  uname -m | sed 's/^aarch64$/arm64/' >"$BUNDLES/architecture"
}

describe_domain() {
  local file
  for file in domain.json openapi.json; do
    "$STATIC_SCRATCH/release/${BUNDLE_PREFIX}domain" "$file" >"$BUNDLES/$file"
  done
  note "${BUNDLES#"$ROOT/"}/domain.json  what Terraform reads of the domain"
  note "${BUNDLES#"$ROOT/"}/openapi.json  its HTTP API"
}

# pack_bootstrap PROGRAM ZIP: the same bytes for the same program, whenever and wherever it is packed.
pack_bootstrap() {
  local folder="$BUILD/pack"
  rm -rf "$folder" && mkdir -p "$folder"
  # The module hashes cover the compiler's arguments, and those name folders; nothing reads them at run time.
  # Unwinding tables are a tenth of the zip, and nothing in a bundle throws C++ exceptions or cancels threads.
  strip --strip-all --remove-section=.comment --remove-section=.swift_modhash \
    --remove-section=.eh_frame --remove-section=.eh_frame_hdr --remove-section=.gcc_except_table \
    -o "$folder/bootstrap" "$1"
  chmod 755 "$folder/bootstrap"
  TZ=UTC touch -d 1980-01-01T00:00:00Z "$folder/bootstrap"
  (cd "$folder" && TZ=UTC zip -q -X -9 bundle.zip bootstrap)
  mv "$folder/bundle.zip" "$2"
  rm -rf "$folder"
}
