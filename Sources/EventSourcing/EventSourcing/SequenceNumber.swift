/// The place of an event in its aggregate's log: 1 for the first, without gaps. 0 stands before the first event.
public struct SequenceNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The largest place that is accepted. Far above any real log, and low enough that adding to it cannot overflow.
  public static let maximum = 1_000_000_000_000_000

  /// Before the first event.
  public static let zero = SequenceNumber(unchecked: 0)

  /// The last place that there can be: the end of whatever has no other.
  public static let last = SequenceNumber(unchecked: maximum)

  /// The place as a number, 0 to ``maximum``.
  public let value: Int

  /// - Returns: nil for a negative number and for one above ``maximum``.
  public init?(_ value: Int) {
    guard (0...Self.maximum).contains(value) else { return nil }
    self.value = value
  }

  private init(unchecked value: Int) {
    self.value = value
  }

  /// The place after this one.
  public var next: SequenceNumber { SequenceNumber(unchecked: min(value + 1, Self.maximum)) }

  /// The place before this one; ``zero`` has none and answers itself.
  public var previous: SequenceNumber { SequenceNumber(unchecked: max(value - 1, 0)) }

  /// The place `count` steps on, kept within 0 and ``maximum``.
  public func advanced(by count: Int) -> SequenceNumber {
    let (sum, overflow) = value.addingReportingOverflow(count)
    if overflow { return count < 0 ? .zero : SequenceNumber(unchecked: Self.maximum) }
    return SequenceNumber(unchecked: min(max(sum, 0), Self.maximum))
  }

  /// Twenty digits with leading zeros, so that text order is number order.
  public var padded: String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, 20 - digits.utf8.count)) + digits
  }

  public var description: String { String(value) }

  public static func < (left: SequenceNumber, right: SequenceNumber) -> Bool { left.value < right.value }
}
