import JSON

/// One DynamoDB value (Amazon DynamoDB API Reference, `AttributeValue`).
///
/// Equality is DynamoDB's own: strings byte for byte, numbers by value, sets and maps in any order.
public enum AttributeValue: Sendable {
  case string(String)
  /// Exact, at most 38 significant digits.
  case number(CanonicalDecimal)
  case binary([UInt8])
  case bool(Bool)
  case null
  case list([AttributeValue])
  case map(AttributeMap)
  case stringSet([String])
  case numberSet([CanonicalDecimal])
  case binarySet([[UInt8]])

  /// A whole number.
  public static func number(_ value: Int) -> AttributeValue {
    .number(CanonicalDecimal(value))
  }
}

extension AttributeValue {
  /// The text, nil for any other type.
  public var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The number, nil for any other type.
  public var number: CanonicalDecimal? {
    if case .number(let value) = self { value } else { nil }
  }

  /// The number as an integer, nil for any other type and where it is not integral or does not fit 64 bits.
  public var int: Int? { number?.number.int }

  /// The bytes, nil for any other type.
  public var binary: [UInt8]? {
    if case .binary(let value) = self { value } else { nil }
  }

  /// The truth value, nil for any other type.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The elements, nil for any other type.
  public var list: [AttributeValue]? {
    if case .list(let value) = self { value } else { nil }
  }

  /// The map, nil for any other type.
  public var map: AttributeMap? {
    if case .map(let value) = self { value } else { nil }
  }
}

extension AttributeValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .number(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: AttributeValue...) { self = .list(elements) }
  /// Of members with the same name the last one stays.
  public init(dictionaryLiteral elements: (String, AttributeValue)...) { self = .map(AttributeMap(elements)) }
}
