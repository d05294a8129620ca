/// One JSON value (RFC 8259), with numbers as the decimal text they came as.
///
/// Two values are equal if they have the same type and content: strings byte for byte (not by Unicode canonical
/// equivalence), numbers by their text (`1.0` and `1` differ), objects without regard to the order of members.
public enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

extension JSONValue {
  /// Whether this is the JSON null.
  public var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// The truth value, nil for any other type.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The number, nil for any other type.
  public var number: JSONNumber? {
    if case .number(let value) = self { value } else { nil }
  }

  /// The text, nil for any other type.
  public var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The elements, nil for any other type.
  public var array: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The object, nil for any other type.
  public var object: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }

  /// The member of this name, nil where there is none or this is no object. Names compare byte for byte.
  public subscript(key: String) -> JSONValue? {
    object?[key]
  }
}
