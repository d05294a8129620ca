/// Entries that go in one request.
public struct PutEventsBatch: Hashable, Sendable {
  /// One to ten entries, in the order of the whole.
  public private(set) var entries: [PutEventsEntry]
  /// Bytes of all entries.
  public private(set) var size: Int

  /// Splits entries into as few batches as keep their order and EventBridge's limits.
  ///
  /// An entry above the request's limit gets a batch of its own.
  public static func split(_ entries: [PutEventsEntry]) -> [PutEventsBatch] {
    entries.reduce(into: []) { batches, entry in
      let size = entry.size
      if var last = batches.last, last.entries.count < EventBridgeLimits.entries,
        last.size + size <= EventBridgeLimits.requestSize
      {
        last.entries.append(entry)
        last.size += size
        batches[batches.count - 1] = last
      } else {
        batches.append(PutEventsBatch(entries: [entry], size: size))
      }
    }
  }
}
