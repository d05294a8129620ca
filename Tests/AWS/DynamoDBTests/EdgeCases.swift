import JSON
import TestSupport

/// Facts about attribute values that public tests see on the real service (conformance folder `dynamodb-edge`).
enum EdgeCases {
  static let all: JSONValue = {
    guard let bytes = try? ConformanceData.read("dynamodb-edge/attribute-values.json") else { return .null }
    return (try? JSONValue(parsing: bytes)) ?? .null
  }()

  static func numbers(_ name: String) -> [String] {
    (all["number"]?[name]?.array ?? []).compactMap(\.string)
  }

  static func values(_ name: String) -> [JSONValue] {
    all["attribute_value"]?[name]?.array ?? []
  }

  /// The invalid requests that are spelt out; the others are descriptions.
  static var invalidTexts: [String] {
    (all["invalid_json_requests"]?.array ?? []).compactMap(\.string).filter { !$0.hasPrefix("<") && !$0.hasPrefix("'") }
  }
}
