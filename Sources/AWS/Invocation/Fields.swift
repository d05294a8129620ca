import Environment
import JSON

/// Reads the fields of a request and says of a bad one which it is and what it must be.
///
/// An optional field that is JSON null counts as absent, a required one as missing. Members that nobody asks for are
/// left alone.
public struct Fields: Sendable {
  /// The object that is read.
  public let object: JSONObject
  private let path: String

  /// The fields of an object.
  public init(_ object: JSONObject) {
    self.init(object, path: "")
  }

  init(_ object: JSONObject, path: String) {
    self.object = object
    self.path = path
  }

  /// A field's full place, `events[1].eventType`.
  public func place(of name: String) -> String { path + name }

  /// A required text without control characters.
  /// - Parameter bytes: how many bytes of UTF-8 it may have.
  public func string(_ name: String, bytes: ClosedRange<Int> = 1...256) throws(RequestError) -> String {
    guard let text = try optionalString(name, bytes: bytes) else { throw .missing(place(of: name)) }
    return text
  }

  /// A required text that a type of its own checks.
  /// - Parameters:
  ///   - bytes: how many bytes of UTF-8 it may have.
  ///   - make: takes the text; the words of its error are put behind the field's name.
  public func required<Value, Reason: Error & CustomStringConvertible>(
    _ name: String, bytes: ClosedRange<Int>, as make: (String) throws(Reason) -> Value
  ) throws(RequestError) -> Value {
    let text = try string(name, bytes: bytes)
    do {
      return try make(text)
    } catch {
      throw RequestError("Invalid field \(place(of: name)): \(error)", field: place(of: name))
    }
  }

  /// An optional text without control characters.
  /// - Parameter bytes: how many bytes of UTF-8 it may have.
  public func optionalString(_ name: String, bytes: ClosedRange<Int> = 1...256) throws(RequestError) -> String? {
    guard let value = value(name) else { return nil }
    let rule = "a string of \(bytes.lowerBound) to \(bytes.upperBound) bytes of UTF-8 without control characters"
    guard let text = value.string else { throw wrongType(name, rule, value) }
    // Unicode's category Cc, which no version of it will change.
    let hasControlCharacter = text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    guard bytes.contains(text.utf8.count), !hasControlCharacter else { throw .invalid(place(of: name), mustBe: rule) }
    return text
  }

  /// An optional whole number, exact: `2.0` and `2e0` are 2, `2.5` is refused.
  public func optionalInteger(_ name: String, in range: ClosedRange<Int> = 0...Int.max) throws(RequestError) -> Int? {
    guard let value = value(name) else { return nil }
    let rule =
      range.upperBound == .max
      ? "a whole number of at least \(range.lowerBound)"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let number = value.number else { throw wrongType(name, rule, value) }
    guard let integer = number.int, range.contains(integer) else { throw .invalid(place(of: name), mustBe: rule) }
    return integer
  }

  /// An optional truth value.
  public func optionalBool(_ name: String) throws(RequestError) -> Bool? {
    guard let value = value(name) else { return nil }
    guard let flag = value.bool else { throw wrongType(name, "true or false", value) }
    return flag
  }

  /// An optional RFC 3339 instant.
  public func optionalTimestamp(_ name: String) throws(RequestError) -> Timestamp? {
    guard let value = value(name) else { return nil }
    let rule = "an RFC 3339 instant such as 2024-01-15T10:30:00Z"
    guard let text = value.string else { throw wrongType(name, rule, value) }
    guard let instant = Timestamp(rfc3339: text) else { throw .invalid(place(of: name), mustBe: rule) }
    return instant
  }

  /// A member that is there and not null.
  func value(_ name: String) -> JSONValue? {
    guard let value = object[name], !value.isNull else { return nil }
    return value
  }

  func wrongType(_ name: String, _ rule: String, _ value: JSONValue) -> RequestError {
    .invalid(place(of: name), mustBe: "\(rule), not \(value.typeInWords)")
  }
}

extension JSONValue {
  fileprivate var typeInWords: String {
    switch self {
    case .null: "null"
    case .bool: "a truth value"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
