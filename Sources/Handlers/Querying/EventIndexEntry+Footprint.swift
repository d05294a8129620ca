import EventSourcing

extension EventIndexEntry {
  /// About how many bytes of memory the entry takes: its payload, and as much as ids and hashes may take.
  var footprint: Int { 1_000 + (event?.data.footprint ?? 0) }
}
