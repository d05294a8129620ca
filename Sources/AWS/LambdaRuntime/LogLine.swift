import Environment
import JSON

/// One log line in both formats.
struct LogLine {
  let timestamp: Timestamp
  let level: LogLevel
  let message: String
  let context: [(String, JSONValue)]
  let fields: [(String, JSONValue)]

  private static let reserved: Set<String> = [
    "timestamp", "level", "message", "requestId", "traceId", "function", "coldStart", "correlationId", "aggregateId",
  ]

  /// A caller's field with the name of one of ours gets an underscore; of two with one name, the last counts.
  var json: [UInt8] {
    var object = JSONObject([
      ("timestamp", .string(timestamp.rfc3339)), ("level", .string(level.rawValue)), ("message", .string(message)),
    ])
    for (name, value) in context { object[name] = value }
    for (name, value) in fields { object[Self.reserved.contains(name) ? "_\(name)" : name] = value }
    return EscapedJSON.logLine(.object(object))
  }

  var text: [UInt8] {
    var line = PlainText.escaped("\(timestamp.rfc3339) \(level.rawValue) \(message)")
    for (name, value) in context + fields {
      line += PlainText.escaped(" \(name)=")
      line += EscapedJSON.logLine(value).dropLast()
    }
    return line + [0x0A]
  }
}
