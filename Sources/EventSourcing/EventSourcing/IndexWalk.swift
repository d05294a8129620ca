import Environment

/// Reads the index entries of some types within some time, one partition behind the other, oldest first in each.
public struct IndexWalk {
  /// Where it begins; nil where there is nothing to read.
  public var start: IndexPlace? { partitions.first.map { IndexPlace(partition: $0) } }

  private let index: any EventIndex
  private let partitions: [String]
  private let times: IndexTimes

  public init(_ index: any EventIndex, types: [String], times: IndexTimes) {
    self.index = index
    self.times = times
    partitions = types.flatMap(index.partitions)
  }

  /// Whether a place is one that this walk can come to: the store refuses to go on from any other.
  public func contains(_ place: IndexPlace) -> Bool {
    partitions.contains(place.partition) && (place.after.map(times.contains) ?? true)
  }

  /// Reads what stands at a place.
  ///
  /// - Returns: at most `limit` entries, perhaps none, and where the walk goes on; nil at its end.
  public func page(
    at place: IndexPlace, limit: Int, deadline: Timestamp?
  ) throws(EventStoreError) -> (entries: [EventIndexEntry], next: IndexPlace?) {
    let request = EventIndexRequest(
      partition: place.partition, times: times, forward: true, limit: limit, after: place.after)
    let page = try index.pages([request], deadline: deadline).first ?? .end
    if let next = page.next { return (page.entries, IndexPlace(partition: place.partition, after: next)) }
    let following = partitions.drop { $0 != place.partition }.dropFirst().first
    return (page.entries, following.map { IndexPlace(partition: $0) })
  }
}
