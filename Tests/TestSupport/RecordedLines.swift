import JSON
import LambdaRuntime

/// Keeps the lines that a handler logged and counted.
public final class RecordedLines: LogOutput {
  private var bytes: [UInt8] = []

  public init() {}

  public func write(_ bytes: [UInt8]) { self.bytes += bytes }

  /// Everything, as it was written.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The lines that hold a text.
  public func lines(with text: String) -> [String] { lines.filter { $0.contains(text) } }

  /// The log lines, as they were written.
  public var logs: [String] { lines.filter { !Self.isMetric($0) } }

  /// The sums and durations by metric and, where it has one, outcome: `CommandsByOutcome Appended`.
  public var metrics: [String: JSONValue] {
    var metrics: [String: JSONValue] = [:]
    for line in lines.filter(Self.isMetric) {
      guard let json = try? JSONValue(parsing: line) else { continue }
      for directive in json["_aws"]?["CloudWatchMetrics"]?.array ?? [] {
        let isByOutcome = directive["Dimensions"]?.array?.first?.array?.contains("outcome") ?? false
        for name in (directive["Metrics"]?.array ?? []).compactMap({ $0["Name"]?.string }) {
          let outcome = isByOutcome ? " \(json["outcome"]?.string ?? "")" : ""
          metrics[name + outcome] = json[name]
        }
      }
    }
    return metrics
  }

  public func forget() { bytes = [] }

  private static func isMetric(_ line: String) -> Bool { line.contains(#""_aws":{"#) }

  private var lines: [String] { text.split(separator: "\n").map(String.init) }
}
