import EventSourcing

/// What is wrong with a log, and where.
struct IntegrityFault: Hashable {
  let sequence: SequenceNumber
  let reason: String

  init(sequence: SequenceNumber, reason: String) {
    self.sequence = sequence
    self.reason = reason
  }

  init(_ fault: FoldFault) {
    self.init(sequence: fault.sequence, reason: fault.description)
  }

  init(_ fault: LogChain.Fault) {
    self.init(.chain(fault))
  }
}
