/// The levels of Lambda's log controls, least urgent first.
public enum LogLevel: String, CaseIterable, Comparable, Sendable {
  case trace = "TRACE"
  case debug = "DEBUG"
  case info = "INFO"
  case warn = "WARN"
  case error = "ERROR"
  case fatal = "FATAL"

  /// A value of `AWS_LAMBDA_LOG_LEVEL`; nil for a word that Lambda does not know.
  public init?(name: String) {
    self.init(rawValue: name.uppercased())
  }

  public static func < (left: LogLevel, right: LogLevel) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
