/// One page of one index partition, to be read in order of time.
public struct EventIndexRequest: Hashable, Sendable {
  public let partition: String
  public var times: IndexTimes
  /// Oldest first, or newest first.
  public var forward: Bool
  /// The most entries of the page.
  public var limit: Int
  /// Behind which to begin, the position of an entry of the same partition and within the same times.
  public var after: EventPosition?

  public init(
    partition: String, times: IndexTimes = .all, forward: Bool = true, limit: Int, after: EventPosition? = nil
  ) {
    self.partition = partition
    self.times = times
    self.forward = forward
    self.limit = limit
    self.after = after
  }
}
