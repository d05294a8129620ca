/// Why a JSON value is no DynamoDB value, and where.
public struct AttributeValueError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// Not an object with exactly one member.
    case notAnAttributeValue
    /// A type name that DynamoDB does not have.
    case unknownType(String)
    /// The content does not fit its type: a number instead of a text, bad base64, no number.
    case wrongContent(type: String)
    /// More than 38 significant digits, or a magnitude beyond 1E-130 to 9.99E+125.
    case numberOutOfRange(String)
    /// More nested lists and maps than DynamoDB keeps.
    case tooDeep
    /// A member that the answer must have is missing or of another type.
    case missing
  }

  public let kind: Kind
  /// Such as `EventData.lines[3].amount`; empty for the value itself.
  public let path: String

  public init(_ kind: Kind, path: String = "") {
    self.kind = kind
    self.path = path
  }

  /// The same, seen from the map in which the value stands. So the way is put together only where something is wrong.
  func inMember(_ name: String) -> AttributeValueError { AttributeValueError(kind, path: name + rest) }

  /// The same, seen from the list in which the value stands.
  func inElement(_ place: Int) -> AttributeValueError { AttributeValueError(kind, path: "[\(place)]" + rest) }

  private var rest: String {
    path.isEmpty || path.utf8.first == UInt8(ascii: "[") ? path : ".\(path)"
  }

  public var description: String {
    "\(path.isEmpty ? "value" : path): \(reason)"
  }

  /// What is wrong, without the path.
  public var reason: String {
    switch kind {
    case .notAnAttributeValue: "not an attribute value"
    case .unknownType(let type): "unknown attribute type '\(type)'"
    case .wrongContent(let type): "content does not fit the attribute type \(type)"
    // Without the number: it may be somebody's money, and this is logged.
    case .numberOutOfRange: "number outside DynamoDB's range or precision"
    case .tooDeep: "more nested lists and maps than DynamoDB keeps"
    case .missing: "missing or of an unexpected type"
    }
  }
}
