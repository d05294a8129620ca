import Environment
import JSON

/// Reads the fields of an event's payload, each optional; `null` counts as absent.
public struct Payload {
  let object: JSONObject

  public init(_ object: JSONObject) {
    self.object = object
  }

  /// A string of at most `maximumBytes` bytes.
  public func text(_ field: String, maximumBytes: Int = 1_024) throws(PayloadError) -> String? {
    guard let value = present(field) else { return nil }
    guard let text = value.string else { throw PayloadError(field: field, reason: "must be a string") }
    guard text.utf8.count <= maximumBytes else {
      throw PayloadError(field: field, reason: "must be at most \(maximumBytes) bytes of UTF-8")
    }
    return text
  }

  /// The text of an RFC 3339 instant, as it came.
  public func instant(_ field: String) throws(PayloadError) -> String? {
    guard let text = try text(field) else { return nil }
    guard Timestamp(rfc3339: text) != nil else {
      throw PayloadError(field: field, reason: "must be an RFC 3339 date and time, such as 2024-01-15T10:30:00Z")
    }
    return text
  }

  /// A JSON number.
  public func number(_ field: String) throws(PayloadError) -> JSONNumber? {
    guard let value = present(field) else { return nil }
    guard let number = value.number else { throw PayloadError(field: field, reason: "must be a number") }
    return number
  }

  private func present(_ field: String) -> JSONValue? {
    guard let value = object[field], !value.isNull else { return nil }
    return value
  }
}
