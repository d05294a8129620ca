import JSON

/// What an event's payload may hold.
///
/// With these bounds every event fits wherever it goes: an item of DynamoDB (400 KB), an entry of EventBridge (256 KB, the
/// older limit), a message of SQS (256 KB, the older limit), also inside the record of a failure. What no bus, queue or
/// table downstream could carry is refused before anything is written.
public enum PayloadLimits {
  /// Bytes of the payload as canonical JSON (``CanonicalJSON``), the form that is hashed. The stored and the published
  /// payload have as many: only the order of their members differs.
  public static let bytes = 65_536
  /// Members and elements on all levels.
  public static let values = 4_096
  /// Bytes of UTF-8 in the name of a member, from 1: DynamoDB knows no empty attribute names.
  public static let nameBytes = 255
  /// Nested objects and arrays, the payload itself being the first. DynamoDB keeps 32 levels, the item being the first
  /// ("Service, account, and table quotas", Amazon DynamoDB Developer Guide).
  public static let depth = 30

  /// - Throws: ``PayloadFault`` with the place of the first value that is outside the limits.
  public static func check(_ payload: JSONObject) throws(PayloadFault) {
    var count = 0
    try check(.object(payload), level: 0, count: &count)
    guard count <= values else {
      throw PayloadFault("must not hold more than \(values) values in all, and holds \(count)")
    }
    let size = CanonicalJSON.bytes(of: .object(payload)).count
    guard size <= bytes else { throw PayloadFault("must be at most \(bytes) bytes as JSON, and is \(size)") }
  }

  private static func check(_ value: JSONValue, level: Int, count: inout Int) throws(PayloadFault) {
    switch value {
    case .null, .bool, .string: return
    case .number(let number): try check(number)
    case .array(let elements):
      try enter(level)
      count += elements.count
      for (place, element) in elements.enumerated() {
        do { try check(element, level: level + 1, count: &count) } catch { throw error.inside(element: place) }
      }
    case .object(let object):
      try enter(level)
      count += object.count
      for (name, member) in object {
        guard (1...nameBytes).contains(name.utf8.count) else {
          throw PayloadFault("must have names of 1 to \(nameBytes) bytes of UTF-8")
        }
        do { try check(member, level: level + 1, count: &count) } catch { throw error.inside(member: name) }
      }
    }
  }

  private static func enter(_ level: Int) throws(PayloadFault) {
    guard level < depth else { throw PayloadFault("must not be nested more than \(depth) levels deep") }
  }

  /// The bus refuses a `detail` with a whole number beyond 64 bits, in whatever notation; DynamoDB rounds nothing and refuses
  /// what it cannot keep ("Supported data types and naming rules", Number).
  private static func check(_ number: JSONNumber) throws(PayloadFault) {
    guard let decimal = number.decimal else {
      throw PayloadFault("must have at most 38 significant digits and a magnitude of 1E-130 to 9.9E+125")
    }
    guard decimal.exponent < 0 || number.int != nil else {
      throw PayloadFault("must be within 64 bits, as it is a whole number")
    }
  }
}
