import EventSourcing
import JSON

/// How many items to ask for at once, so that one reading stays small whatever the items are.
///
/// While an answer of DynamoDB is decoded, it takes some six times what is left of it then, and how much one item holds is
/// known only once it is there. So a reading begins with as many as could be of the largest kind, and goes on with as
/// many as could be like the largest of the page before.
struct ReadSize {
  /// As many events as can be decoded at once, whatever their payloads hold (`PayloadLimits`).
  private static let first = 48
  private static let maximum = 500
  /// Bytes that the items of one reading may take once they are decoded.
  private static let bytes = 3_400_000

  /// How many items the next reading may ask for.
  private(set) var items = first

  /// Takes what a reading gave.
  ///
  /// - Parameter footprints: about how many bytes each item takes.
  mutating func adapt(to footprints: [Int]) {
    guard let largest = footprints.max() else { return }
    items = min(max(Self.bytes / max(largest, 1), 1), Self.maximum)
  }
}
