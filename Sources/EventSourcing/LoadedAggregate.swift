/// An aggregate as it is at the end of its log.
public struct LoadedAggregate<Domain: Aggregate>: Sendable {
  public let state: Domain.State
  public let head: LogHead
  /// Where the freshest trusted copy of the state stood; ``SequenceNumber/zero`` if there was none.
  public let copied: SequenceNumber

  public init(state: Domain.State, head: LogHead, copied: SequenceNumber) {
    self.state = state
    self.head = head
    self.copied = copied
  }

  /// Before the first event.
  public static var none: LoadedAggregate { LoadedAggregate(state: Domain.initial, head: .empty, copied: .zero) }

  /// Whether the stored copies are about to fall out of the next command's window, so that it is time to write one.
  var needsCheckpoint: Bool { head.sequence.value - copied.value >= LogTail.windowSize - 4 }
}
