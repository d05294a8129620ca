import Base64
import JSON

extension AttributeValue {
  /// DynamoDB keeps 32 levels of nested attributes, the item itself being the first ("Service, account, and table
  /// quotas", Amazon DynamoDB Developer Guide).
  public static let maximumDepth = 31

  /// The DynamoDB form of plain JSON: objects as maps, arrays as lists, numbers exact.
  ///
  /// - Throws: with the path, where a number is beyond DynamoDB's range or precision, or the value is nested deeper than
  ///   an attribute may be.
  public init(json: JSONValue) throws(AttributeValueError) {
    self = try Self.bridge(json, depth: 0)
  }

  fileprivate static func bridge(_ json: JSONValue, depth: Int) throws(AttributeValueError) -> AttributeValue {
    switch json {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .string(let value): return .string(value)
    case .number(let value):
      guard let decimal = value.decimal else {
        throw AttributeValueError(.numberOutOfRange(value.text))
      }
      return .number(decimal)
    case .array(let elements):
      guard depth < maximumDepth else { throw AttributeValueError(.tooDeep) }
      var list: [AttributeValue] = []
      list.reserveCapacity(elements.count)
      for (place, element) in elements.enumerated() {
        do {
          list.append(try bridge(element, depth: depth + 1))
        } catch {
          throw error.inElement(place)
        }
      }
      return .list(list)
    case .object(let object):
      guard depth < maximumDepth else { throw AttributeValueError(.tooDeep) }
      return .map(try AttributeMap(bridging: object, depth: depth + 1))
    }
  }

  /// Plain JSON: maps as objects, lists and sets as arrays, numbers exact and in plain digits, binary as base64 text.
  public var json: JSONValue {
    switch self {
    case .string(let value): .string(value)
    case .number(let value): .number(value.number)
    case .binary(let value): .string(Base64.standard.encode(value))
    case .bool(let value): .bool(value)
    case .null: .null
    case .list(let value): .array(value.map(\.json))
    case .map(let value): .object(value.json)
    case .stringSet(let value): .array(value.map { .string($0) })
    case .numberSet(let value): .array(value.map { .number($0.number) })
    case .binarySet(let value): .array(value.map { .string(Base64.standard.encode($0)) })
    }
  }
}

extension AttributeMap {
  /// The item of a plain JSON object; see `AttributeValue.init(json:)`.
  public init(json: JSONObject) throws(AttributeValueError) {
    try self.init(bridging: json, depth: 0)
  }

  fileprivate init(bridging object: JSONObject, depth: Int) throws(AttributeValueError) {
    try self.init(object) { value throws(AttributeValueError) in try AttributeValue.bridge(value, depth: depth) }
  }

  /// The item as a plain JSON object; see `AttributeValue.json`.
  public var json: JSONObject {
    JSONObject(unique: members.map { ($0.name, $0.value.json) })
  }
}
