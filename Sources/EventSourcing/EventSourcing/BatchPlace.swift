/// Where an event stands among those that one command appended together.
///
/// DynamoDB writes them as one and never reads, backs up or replicates them as one ("Amazon DynamoDB Transactions: How it
/// works"), so each says how many belong together: a reader recognises a part of them, also one whose end is missing.
public struct BatchPlace: Hashable, Sendable {
  /// The most events that can belong together: the actions of one transaction.
  public static let maximumSize = 100

  /// How many events belong together, from 2.
  public let size: Int
  /// The place of this one, from 1 to ``size``.
  public let index: Int

  /// - Returns: nil for a size outside 2 to ``maximumSize`` and for an index outside 1 to `size`.
  public init?(index: Int, of size: Int) {
    guard (2...Self.maximumSize).contains(size), (1...size).contains(index) else { return nil }
    self.size = size
    self.index = index
  }

  /// The place of the event behind this one; nil for the last.
  public var next: BatchPlace? { BatchPlace(index: index + 1, of: size) }
}
