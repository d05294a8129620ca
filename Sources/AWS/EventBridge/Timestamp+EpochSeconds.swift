import Environment
import JSON

extension Timestamp {
  /// Seconds since 1970 with their milliseconds, the form of timestamps in AWS JSON 1.1 (Smithy, `epoch-seconds`).
  var epochSeconds: JSONNumber {
    let milliseconds = millisecondsSinceEpoch
    let fraction = String(milliseconds.magnitude % 1_000)
    let text = "\(milliseconds.magnitude / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    return JSONNumber(milliseconds < 0 ? "-\(text)" : text) ?? JSONNumber(0)
  }
}
