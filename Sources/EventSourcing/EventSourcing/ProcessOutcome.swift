/// What came of a process's command, for good: asked again, the answer is the same.
public enum ProcessOutcome: Hashable, Sendable {
  /// It was carried out, by this event.
  case done(eventID: String, sequence: SequenceNumber)
  /// A rule said no, by its name.
  case refused(rule: String)
}
