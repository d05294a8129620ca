import Base64
import JSON

extension AttributeValue {
  /// More levels than the service keeps (32), and few enough to recurse over safely.
  static let maximumWireDepth = 64

  /// Decodes the wire form, such as `{"S": "text"}`.
  public init(wire json: JSONValue) throws(AttributeValueError) {
    self = try Self.decode(json, depth: 0)
  }

  static func decode(_ json: JSONValue, depth: Int) throws(AttributeValueError) -> Self {
    guard depth <= maximumWireDepth else { throw AttributeValueError(.tooDeep) }
    guard let object = json.object, object.count == 1, let (type, content) = object.members.first else {
      throw AttributeValueError(.notAnAttributeValue)
    }
    guard let value = try decode(type, content, depth: depth) else {
      throw AttributeValueError(.wrongContent(type: type))
    }
    return value
  }

  /// - Returns: nil if the content does not fit the type.
  private static func decode(
    _ type: String, _ content: JSONValue, depth: Int
  ) throws(AttributeValueError) -> AttributeValue? {
    switch type {
    case "S": return content.string.map { .string($0) }
    case "N": return content.string.flatMap(NumberText.decimal).map { .number($0) }
    case "B": return content.string.flatMap(Base64.standard.decode).map { .binary($0) }
    case "BOOL": return content.bool.map { .bool($0) }
    case "NULL": return content.bool == true ? .null : nil
    case "SS": return all(content) { $0.string }.map { .stringSet($0) }
    case "NS": return all(content) { $0.string.flatMap(NumberText.decimal) }.map { .numberSet($0) }
    case "BS": return all(content) { $0.string.flatMap(Base64.standard.decode) }.map { .binarySet($0) }
    case "L":
      guard let elements = content.array else { return nil }
      var list: [AttributeValue] = []
      list.reserveCapacity(elements.count)
      for (place, element) in elements.enumerated() {
        do {
          list.append(try decode(element, depth: depth + 1))
        } catch {
          throw error.inElement(place)
        }
      }
      return .list(list)
    case "M":
      return try content.object.map { object throws(AttributeValueError) in
        .map(try AttributeMap(wire: object, depth: depth + 1))
      }
    default: throw AttributeValueError(.unknownType(type))
    }
  }

  private static func all<Element>(_ content: JSONValue, _ element: (JSONValue) -> Element?) -> [Element]? {
    guard let values = content.array else { return nil }
    let elements = values.compactMap(element)
    return elements.count == values.count ? elements : nil
  }
}

extension AttributeMap {
  /// Decodes the wire form of an item, such as `{"Id": {"S": "text"}}`.
  public init(wire json: JSONValue) throws(AttributeValueError) {
    guard let object = json.object else { throw AttributeValueError(.notAnAttributeValue) }
    try self.init(wire: object, depth: 0)
  }

  init(wire object: JSONObject, depth: Int) throws(AttributeValueError) {
    try self.init(object) { value throws(AttributeValueError) in try AttributeValue.decode(value, depth: depth) }
  }
}
