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

  /// `true` or `false`.
  public func flag(_ field: String) throws(PayloadError) -> Bool? {
    guard let value = present(field) else { return nil }
    guard let flag = value.bool else { throw PayloadError(field: field, reason: "must be true or false") }
    return flag
  }

  /// What a reading of this payload gives, where it may not be absent.
  public func required<Value>(_ field: String, _ value: Value?) throws(PayloadError) -> Value {
    guard let value else { throw PayloadError(field: field, reason: "is missing", isMissing: true) }
    return value
  }

  private func present(_ field: String) -> JSONValue? {
    guard let value = object[field], !value.isNull else { return nil }
    return value
  }
}
