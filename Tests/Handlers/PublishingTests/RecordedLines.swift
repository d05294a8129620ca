import JSON
import LambdaRuntime

/// Keeps the lines that a handler logged and counted.
final class RecordedLines: LogOutput {
  private var bytes: [UInt8] = []

  func write(_ bytes: [UInt8]) { self.bytes += bytes }

  /// The log lines, as they were written.
  var logs: [String] { lines.filter { !Self.isMetric($0) } }

  /// The sums and durations by metric.
  var metrics: [String: JSONValue] {
    var metrics: [String: JSONValue] = [:]
    for line in lines.filter(Self.isMetric) {
      guard let json = try? JSONValue(parsing: line) else { continue }
      for directive in json["_aws"]?["CloudWatchMetrics"]?.array ?? [] {
        for name in (directive["Metrics"]?.array ?? []).compactMap({ $0["Name"]?.string }) {
          metrics[name] = json[name]
        }
      }
    }
    return metrics
  }

  private static func isMetric(_ line: String) -> Bool { line.contains(#""_aws":{"#) }

  private var lines: [String] { String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init) }
}
