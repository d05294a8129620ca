import Accounts
import DomainFile
import EventSourcing
import Foundation
import JSON

/// A JSON Schema of draft 04, as far as ``RegistrySchema`` uses it; a keyword that is not checked here is an error.
///
/// Reference: draft-fge-json-schema-validation-00.
struct SchemaDocument {
  struct UnknownKeyword: Error {
    let name: String
  }

  private let root: JSONValue
  private static let annotations: Set<String> = [
    "$schema", "title", "description", "definitions", "x-amazon-events-detail-type", "x-amazon-events-source",
  ]

  /// The schema of a type of account events, as the domain's description has it.
  init(of type: AccountEventType) throws {
    let types = DomainDescription<Account>.json["eventTypes"]?.array ?? []
    guard let schema = types.first(where: { $0["name"] == .string(type.rawValue) })?["schema"] else {
      throw UnknownKeyword(name: "event type \(type.rawValue)")
    }
    root = schema
  }

  subscript(name: String) -> JSONValue? { root[name] }

  func accepts(_ value: JSONValue) throws -> Bool { try accepts(value, by: root) }

  /// Whether one of the definitions accepts the value.
  func accepts(_ value: JSONValue, as name: String) throws -> Bool {
    try accepts(value, by: definition(.string("#/definitions/\(name)")))
  }

  private func accepts(_ value: JSONValue, by schema: JSONValue) throws -> Bool {
    for (keyword, rule) in schema.object ?? [:] {
      guard try Self.annotations.contains(keyword) || isMet(keyword, rule, by: value) else { return false }
    }
    return true
  }

  private func isMet(_ keyword: String, _ rule: JSONValue, by value: JSONValue) throws -> Bool {
    switch keyword {
    case "$ref": return try accepts(value, by: definition(rule))
    case "type": return (rule.array ?? [rule]).contains { Self.isOf(type: $0.string ?? "", value) }
    case "enum": return (rule.array ?? []).contains { Self.isSame($0, value) }
    case "not": return try !accepts(value, by: rule)
    case "required", "properties": return try value.object.map { try isMet(keyword, rule, by: $0) } ?? true
    case "items": return try (value.array ?? []).allSatisfy { try accepts($0, by: rule) }
    case "minimum", "maximum", "multipleOf": return value.number.map { Self.isMet(keyword, rule, by: $0) } ?? true
    case "minLength", "maxLength", "pattern", "format":
      return try value.string.map { try Self.isMet(keyword, rule, by: $0) } ?? true
    default: throw UnknownKeyword(name: keyword)
    }
  }

  private func definition(_ reference: JSONValue) throws -> JSONValue {
    let name = String((reference.string ?? "").dropFirst("#/definitions/".count))
    guard let definition = root["definitions"]?[name] else { throw UnknownKeyword(name: "definition \(name)") }
    return definition
  }

  private func isMet(_ keyword: String, _ rule: JSONValue, by object: JSONObject) throws -> Bool {
    if keyword == "required" { return (rule.array ?? []).allSatisfy { object[$0.string ?? ""] != nil } }
    for (name, schema) in rule.object ?? [:] {
      if let member = object[name], try !accepts(member, by: schema) { return false }
    }
    return true
  }

  private static func isMet(_ keyword: String, _ rule: JSONValue, by number: JSONNumber) -> Bool {
    let (value, bound) = (ExactDecimal(number.text), ExactDecimal(rule.number?.text ?? "0"))
    switch keyword {
    case "minimum": return value >= bound
    case "maximum": return value <= bound
    // The schemas know no other.
    default: return rule.number?.text == "0.0001" && value.isMultiple(ofTenTo: -4)
    }
  }

  private static func isMet(_ keyword: String, _ rule: JSONValue, by text: String) throws -> Bool {
    switch keyword {
    case "minLength": return text.unicodeScalars.count >= rule.number?.int ?? .max
    case "maxLength": return text.unicodeScalars.count <= rule.number?.int ?? 0
    case "format": return rule.string == "date-time" && CalendarDate.isOne(text)
    default:
      let expression = try NSRegularExpression(pattern: rule.string ?? "")
      let whole = NSRange(location: 0, length: text.utf16.count)
      // All patterns are anchored, and here `$` would also match before a line end.
      return expression.firstMatch(in: text, range: whole)?.range == whole
    }
  }

  private static func isOf(type: String, _ value: JSONValue) -> Bool {
    switch type {
    case "object": value.object != nil
    case "array": value.array != nil
    case "string": value.string != nil
    case "null": value.isNull
    case "boolean": value.bool != nil
    case "number": value.number != nil
    case "integer": value.number.map { ExactDecimal($0.text).isMultiple(ofTenTo: 0) } ?? false
    default: false
    }
  }

  private static func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
    if let first = left.number, let second = right.number {
      return ExactDecimal(first.text) == ExactDecimal(second.text)
    }
    return left == right
  }
}

/// Whether the date in a text of RFC 3339's form is in the calendar.
private enum CalendarDate {
  static func isOne(_ text: String) -> Bool {
    let numbers = text.prefix(10).split(separator: "-").compactMap { Int($0) }
    guard numbers.count == 3, (1...12).contains(numbers[1]) else { return false }
    let isLeapYear = numbers[0] % 4 == 0 && (numbers[0] % 100 != 0 || numbers[0] % 400 == 0)
    let days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...days[numbers[1] - 1]).contains(numbers[2])
  }
}
