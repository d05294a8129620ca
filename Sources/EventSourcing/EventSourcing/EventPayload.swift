import JSON

/// An event's payload as text, of which values are made only where somebody looks inside.
public struct EventPayload: Hashable, Sendable {
  /// The canonical form (``CanonicalJSON``) of an object, in UTF-8.
  public let text: [UInt8]
  /// The object, where it was known before the text.
  private let known: JSONObject?

  public init(_ object: JSONObject) {
    text = CanonicalJSON.bytes(of: .object(object))
    known = object
  }

  /// - Parameter canonical: the canonical form of an object; nothing looks at it again.
  package init(canonical text: [UInt8]) {
    self.text = text
    known = nil
  }

  /// The members, made anew each time unless the payload was made of them.
  public var object: JSONObject {
    if let known { return known }
    guard case .object(let object)? = try? JSONValue(parsing: text) else {
      preconditionFailure("a payload's text is the canonical form of an object")
    }
    return object
  }

  public static func == (left: EventPayload, right: EventPayload) -> Bool { left.text == right.text }

  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
