import EventSourcing
import JSON

/// A stored copy of an aggregate beside its log. It is compared where the check passes the event that it stands behind.
struct ComparedCopy<Model: Domain> {
  /// Such as `summary`.
  let name: String
  /// The item as it stands; nil where there is none.
  let attributes: JSONObject?
  private(set) var finding: CopyFinding
  /// Whether the item is what a copy would be stored as.
  let isStored: (FoldedCopy<Model>, JSONObject) -> Bool

  init(
    _ name: String, _ attributes: JSONObject?, finding: CopyFinding?,
    isStored: @escaping (FoldedCopy<Model>, JSONObject) -> Bool
  ) {
    self.name = name
    self.attributes = attributes
    self.finding = finding ?? CopyFinding()
    self.isStored = isStored
  }

  /// The last event that the copy holds; nil where there is none.
  var version: SequenceNumber? { attributes?["Version"]?.number?.int.flatMap(SequenceNumber.init) }

  mutating func note(_ difference: String) {
    finding.difference = finding.difference ?? difference
  }

  /// Takes the aggregate behind an event of the log.
  mutating func compare(with fold: Fold<Model>, of aggregateID: AggregateID) {
    guard let attributes, fold.head.sequence == version else { return }
    finding.isCompared = true
    if !isStored(fold.copy(of: aggregateID), attributes) {
      note("the \(name) at event \(fold.head.sequence) is not what the log adds up to")
    }
  }

  /// Takes the log's end.
  ///
  /// - Returns: whether the copy is whole and stands behind an event that the log does not have, so that one is missing.
  mutating func end(of aggregateID: AggregateID, after head: LogHead) -> Bool {
    guard let attributes, !finding.isCompared else { return false }
    note("the \(name) names an event that the log does not have")
    guard let copy = FoldedCopy<Model>(attributes: attributes, of: aggregateID) else { return false }
    return copy.head.sequence > head.sequence
  }
}
