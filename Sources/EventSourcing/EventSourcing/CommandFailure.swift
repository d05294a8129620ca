/// Why a command was not carried out. Nothing of it was written, except where ``store(_:)`` says that it may have been.
public enum CommandFailure<Rejection: BusinessRule>: Error, Sendable {
  /// A business rule said no to the entry at `index`. The caller has to change what it asks for.
  case rejected(Rejection, index: Int)
  /// The command was refused before, for good (``CommandRequest/settlesRefusals``).
  case settled(SettledRefusal)
  /// The idempotency key belongs to a command with other content. The caller has to choose another key.
  case keyReused(IdempotencyKey)
  /// The log does not end where the caller expected, or other writers came first until the tries ran out. The caller
  /// may read and try again.
  case conflict(expected: SequenceNumber, actual: SequenceNumber)
  /// The store failed. Sending the same command under the same key again is safe.
  case store(EventStoreError)
}
