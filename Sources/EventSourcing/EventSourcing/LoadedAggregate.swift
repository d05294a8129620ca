import JSON

/// An aggregate as it is at the end of its log.
public struct LoadedAggregate<Model: Aggregate>: Sendable {
  public let state: Model.State
  public let head: LogHead
  /// Where the freshest trusted copy of the state stood; ``SequenceNumber/zero`` if there was none.
  public let copied: SequenceNumber

  public init(state: Model.State, head: LogHead, copied: SequenceNumber) {
    self.state = state
    self.head = head
    self.copied = copied
  }

  /// Before the first event.
  public static var none: LoadedAggregate { LoadedAggregate(state: Model.initial, head: .empty, copied: .zero) }

  /// The same, with a copy of its state stored by now.
  var withCopy: LoadedAggregate { LoadedAggregate(state: state, head: head, copied: head.sequence) }

  /// Whether a copy of this state should be stored along with the next `count` events: with them, the stored ones are about
  /// to be too far behind, and this one will not be.
  func needsCheckpoint(before count: Int) -> Bool {
    count <= LogTail.copyDistance && head.sequence.value + count - copied.value >= LogTail.copyDistance - 3
  }

  /// Whether the next command would have to read too much behind the freshest copy.
  var isBeyondCopies: Bool { head.sequence.value - copied.value > LogTail.copyDistance }

  /// The copy itself.
  func copy(of aggregateID: AggregateID) -> JSONObject {
    FoldedCopy<Model>(aggregateID: aggregateID, head: head, state: state).attributes
  }
}
