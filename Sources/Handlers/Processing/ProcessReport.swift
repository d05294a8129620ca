/// What came of taking a run of a process on.
public struct ProcessReport: Hashable, Sendable {
  /// How many events of the run were recorded.
  public let recorded: Int
  /// Whether the run has stopped where it cannot go on by itself.
  public let needsOperator: Bool
}
