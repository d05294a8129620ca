import Environment

/// A stretch of time as the index keeps it: texts whose order by bytes is the order of time, both ends inclusive.
public struct IndexTimes: Hashable, Sendable {
  public let low: String
  public let high: String

  private init(low: String, high: String) {
    self.low = low
    self.high = high
  }

  /// Before and behind everything that begins like a time.
  public static let all = IndexTimes(low: " ", high: "~")

  /// - Parameters:
  ///   - from: the earliest time; nil for the beginning.
  ///   - through: the latest time; nil for the end.
  /// - Returns: nil where no time that can be written lies between.
  public init?(from: Timestamp?, through: Timestamp?) {
    guard let low = from == nil ? Self.all.low : from?.rfc3339Ceiling else { return nil }
    let high = through?.rfc3339 ?? Self.all.high
    guard Self.areInOrder(low, high) else { return nil }
    self.init(low: low, high: high)
  }

  /// The same that ends at a position's time, where that is earlier.
  public func ending(at position: EventPosition) -> IndexTimes {
    IndexTimes(low: low, high: Self.areInOrder(position.timestamp, high) ? position.timestamp : high)
  }

  public func contains(_ position: EventPosition) -> Bool {
    Self.areInOrder(low, position.timestamp) && Self.areInOrder(position.timestamp, high)
  }

  /// Whether one text stands before another in the index, or is the same.
  public static func areInOrder(_ left: String, _ right: String) -> Bool {
    !right.utf8.lexicographicallyPrecedes(left.utf8)
  }
}
