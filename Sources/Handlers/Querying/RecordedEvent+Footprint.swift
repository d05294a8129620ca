import EventSourcing

extension EventIndexEntry {
  /// About how many bytes of memory the entry takes.
  var footprint: Int { event?.footprint ?? 1_000 }
}

extension RecordedEvent {
  /// About how many bytes of memory the event takes: its payload, and as much as ids and hashes may take.
  var footprint: Int { 1_000 + payload.text.count }
}
