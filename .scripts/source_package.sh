# shellcheck shell=bash
# Fetches a Debian source package without touching the machine's configuration: a private apt directory under the
# build folder gets the machine's own sources with the type deb-src. apt checks the archive's signature over its
# index, and the index's checksums over the files.

# fetch_source_package NAME VERSION FOLDER
fetch_source_package() {
  local name=$1 version=$2 folder=$3 apt="$BUILD/apt"
  make_private_apt "$apt"
  note "reading the archive's source index"
  if ! private_apt apt-get "$apt" update >"$LOGS/apt-update.log" 2>&1; then
    note "some package sources could not be read: see $LOGS/apt-update.log"
  fi
  download_source "$apt" "$folder" "$name=$version" || {
    note "version $version is not in the archive any more: taking the newest of the same distribution"
    download_newest_source "$apt" "$folder" "$name"
  } || source_package_missing "$name" "$version"
  (cd "$folder" && sha256sum -- *) | sed 's/^/    sha256 /' >&2
}

make_private_apt() {
  local apt=$1 file
  mkdir -p "$LOGS"
  rm -rf "$apt" && mkdir -p "$apt/sources" "$apt/state/lists/partial" "$apt/cache/archives/partial"
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    if [ -f "$file" ]; then
      sed -nE 's/^[[:space:]]*deb(-src)?[[:space:]]/deb-src /p' "$file" | sort -u >"$apt/sources/$(basename "$file" .list).list"
    fi
  done
  for file in /etc/apt/sources.list.d/*.sources; do
    if [ -f "$file" ]; then
      sed -E 's/^Types:.*/Types: deb-src/I' "$file" >"$apt/sources/$(basename "$file")"
    fi
  done
}

# private_apt TOOL FOLDER ARGUMENT...: apt-get or apt-cache, for the sources in the folder only.
private_apt() {
  local tool=$1 apt=$2
  shift 2
  "$tool" -q -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$apt/sources" \
    -o Dir::State="$apt/state" -o Dir::State::Status=/var/lib/dpkg/status -o Dir::Cache="$apt/cache" \
    -o APT::Sandbox::User=root -o Acquire::Languages=none -o APT::Get::AllowUnauthenticated=false "$@" </dev/null
}

download_source() {
  local apt=$1 folder=$2 source=$3
  rm -f "${folder:?}"/*
  (cd "$folder" && private_apt apt-get "$apt" source --download-only "$source") >"$LOGS/apt-source.log" 2>&1 &&
    compgen -G "$folder/*.dsc" >/dev/null
}

# An archive's index may name a version that it has no more, or not yet.
download_newest_source() {
  local apt=$1 folder=$2 name=$3 version
  for version in $(private_apt apt-cache "$apt" showsrc "$name" | sed -n 's/^Version: //p' | sort --version-sort --reverse --unique); do
    if download_source "$apt" "$folder" "$name=$version"; then return 0; fi
  done
  return 1
}

source_package_missing() {
  tail -n 5 "$LOGS/apt-update.log" "$LOGS/apt-source.log" >&2
  fail "the source package $1 ($2) could not be fetched" \
    "The bundles contain a static library that is compiled from it. These sources were asked, as deb-src:" \
    "$(cat "$BUILD"/apt/sources/* | grep -E '^(deb-src|URIs|Suites)' | tr '\n' ';')" \
    "Make one of them offer source packages for this release, or give apt a way to the network, and run again."
}
