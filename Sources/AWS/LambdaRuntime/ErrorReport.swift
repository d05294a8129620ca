import HTTPTransport
import JSON

/// A `FunctionError` as the Runtime API takes it: JSON in ASCII, whatever the message holds.
struct ErrorReport {
  enum Origin: String {
    /// The function's own code.
    case function = "Function"
    /// The runtime or its start.
    case runtime = "Runtime"
  }

  let headers: [HTTPHeader]
  let body: [UInt8]

  init(_ error: FunctionError, origin: Origin, folder: String) {
    headers = [
      HTTPHeader(name: "Lambda-Runtime-Function-Error-Type", value: "\(origin.rawValue).\(error.type)"),
      HTTPHeader(
        name: "Lambda-Runtime-Function-XRay-Error-Cause",
        value: String(decoding: Self.cause(error, folder: folder), as: UTF8.self)),
    ]
    body = EscapedJSON.ascii([
      "errorMessage": .string(Self.cut(error.message, longestMessage)),
      "errorType": .string(error.type),
      "stackTrace": [],
    ])
  }

  /// X-Ray's exception document; a header, so it is kept short.
  private static func cause(_ error: FunctionError, folder: String) -> [UInt8] {
    EscapedJSON.ascii([
      "working_directory": .string(folder),
      "exceptions": [["type": .string(error.type), "message": .string(cut(error.message, longestCause)), "stack": []]],
      "paths": [],
    ])
  }

  private static func cut(_ text: String, _ count: Int) -> String {
    text.unicodeScalars.count > count ? String(text.unicodeScalars.prefix(count)) + "…" : text
  }
}

/// In Unicode scalars; each takes at most 12 bytes, so the report stays far below what Lambda accepts.
private let longestMessage = 65_536
/// In Unicode scalars; Lambda cuts the whole cause at 64 KiB, which would leave invalid JSON.
private let longestCause = 1_024
