import JSON
import LambdaRuntime

/// Keeps what was written.
final class RecordedOutput: LogOutput {
  private(set) var bytes: [UInt8] = []

  func write(_ bytes: [UInt8]) {
    self.bytes += bytes
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The lines as JSON; a line that is none becomes null.
  var lines: [JSONValue] {
    text.split(separator: "\n").map { (try? JSONValue(parsing: String($0))) ?? .null }
  }

  /// The log lines, without the metrics.
  var logs: [JSONValue] { lines.filter { $0["_aws"] == nil } }
  /// The metric lines.
  var metrics: [JSONValue] { lines.filter { $0["_aws"] != nil } }
}
