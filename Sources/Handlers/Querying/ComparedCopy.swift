import Accounts
import EventSourcing
import JSON

/// A stored copy of an account beside its log. It is compared where the check passes the event that it stands behind.
struct ComparedCopy {
  /// What is known of the comparison so far.
  struct Finding: Hashable {
    /// Whether the log has reached the copy's event.
    var isCompared = false
    /// How the copy differs from the log, in words.
    var difference: String?
  }

  /// Such as `summary`.
  let name: String
  /// The item as it stands; nil where there is none.
  let attributes: JSONObject?
  var finding: Finding
  /// Whether the item is what a copy would be stored as.
  let isStored: (FoldedCopy<Account>, JSONObject) -> Bool

  /// The last event that the copy holds; nil where there is none.
  var version: SequenceNumber? { attributes?["Version"]?.number?.int.flatMap(SequenceNumber.init) }

  mutating func note(_ difference: String) {
    finding.difference = finding.difference ?? difference
  }

  /// Takes the account behind an event of the log.
  mutating func compare(with copy: FoldedCopy<Account>) {
    guard let attributes, copy.head.sequence == version else { return }
    finding.isCompared = true
    if !isStored(copy, attributes) { note("the \(name) at event \(copy.head.sequence) is not what the log adds up to") }
  }

  /// Takes the log's end.
  ///
  /// - Returns: whether the copy is whole and stands behind an event that the log does not have, so that one is missing.
  mutating func end(of aggregateID: AggregateID, after head: LogHead) -> Bool {
    guard let attributes, !finding.isCompared else { return false }
    note("the \(name) names an event that the log does not have")
    guard let copy = FoldedCopy<Account>(attributes: attributes, of: aggregateID) else { return false }
    return copy.head.sequence > head.sequence
  }
}
