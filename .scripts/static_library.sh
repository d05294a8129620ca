# shellcheck shell=bash
# A static library for the bundles, compiled from the distribution's own source package with the distribution's patches.

package_version() { dpkg-query -W -f '${source:Version}' "$1"; }

# static_library VARIABLE SOURCE DEVELOPMENT_PACKAGE HOW_LONG INGREDIENT...: sets the variable to a folder that is made once:
# its name is a digest of everything that goes into the archive. compile_SOURCE WORK compiles WORK/source, and
# keep_SOURCE WORK FOLDER copies what is wanted of it.
static_library() {
  local variable=$1 source=$2 package=$3 how_long=$4 version key folder
  shift 4
  version=$(package_version "$package")
  key=$(digest "$version" "$(gcc -dumpfullversion -dumpmachine)" "$@")
  folder="$BUILD/$source/$version-$key"
  printf -v "$variable" %s "$folder"
  if [ -f "$folder/SOURCE" ]; then
    note "$(head -n 1 "$folder/SOURCE"), compiled before"
    return 0
  fi
  say "Compiling a small static library of $source (once, about $how_long)"
  make_static_library "$source" "$version" "$folder" "$@"
  note "$(head -n 1 "$folder/SOURCE")"
}

# make_static_library SOURCE VERSION FOLDER INGREDIENT...: a subshell, so that its trap leaves no sources behind.
make_static_library() (
  source=$1 version=$2 folder=$3
  shift 3
  # Not below the checkout: configure refuses a path with a space.
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mkdir "$work/download"
  fetch_source_package "$source" "$version" "$work/download"
  (cd "$work" && logged "$source-unpack" dpkg-source --extract download/*.dsc source)
  "compile_$source" "$work"
  store_static_library "$source" "$work" "$folder" "$@"
)

# store_static_library SOURCE WORK FOLDER INGREDIENT...
store_static_library() {
  local source=$1 work=$2 folder=$3 staging="$BUILD/$1/staging"
  shift 3
  rm -rf "$staging" "$folder" && mkdir -p "$staging"
  "keep_$source" "$work" "$staging"
  {
    awk -v source="$source" '$1 == "Version:" { print source, $2; exit }' "$work"/download/*.dsc
    (cd "$work/download" && sha256sum -- *)
    printf '%s\n' "$@"
  } >"$staging/SOURCE"
  mv "$staging" "$folder"
}
