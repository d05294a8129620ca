import JSON

/// Reading in place what DynamoDB answers, without a JSON value of each attribute: a third of what reading an item took.
/// Nil for what is not of the usual form (sets, binary, more than 64 names), which is read the plain way. Tests hold the two
/// to each other.
extension AttributeValue {
  init?(inPlace wire: inout WireReader, depth: Int) {
    guard depth <= Self.maximumWireDepth, wire.take("{"), let type = wire.plainText(), wire.take(":"),
      let value = Self.content(of: wire[type], &wire, depth: depth), wire.take("}")
    else { return nil }
    self = value
  }

  private static func content(
    of type: UnsafeBufferPointer<UInt8>, _ wire: inout WireReader, depth: Int
  ) -> AttributeValue? {
    switch (type.count, type.first) {
    case (1, UInt8(ascii: "S")): return wire.text().flatMap { wire.string($0) }.map { .string($0) }
    case (1, UInt8(ascii: "N")):
      return wire.plainText().flatMap { wire.string($0) }.flatMap(NumberText.decimal).map { .number($0) }
    case (1, UInt8(ascii: "M")): return AttributeMap(inPlace: &wire, depth: depth + 1).map { .map($0) }
    case (1, UInt8(ascii: "L")): return list(&wire, depth: depth + 1).map { .list($0) }
    case (4, UInt8(ascii: "B")) where type.elementsEqual("BOOL".utf8):
      return wire.take(word: "true") ? .bool(true) : wire.take(word: "false") ? .bool(false) : nil
    case (4, UInt8(ascii: "N")) where type.elementsEqual("NULL".utf8): return wire.take(word: "true") ? .null : nil
    default: return nil
    }
  }

  private static func list(_ wire: inout WireReader, depth: Int) -> [AttributeValue]? {
    var elements: [AttributeValue] = []
    guard wire.take("[") else { return nil }
    if wire.take("]") { return elements }
    repeat {
      guard let element = AttributeValue(inPlace: &wire, depth: depth) else { return nil }
      elements.append(element)
    } while wire.take(",")
    return wire.take("]") ? elements : nil
  }
}

extension AttributeMap {
  /// So few that comparing each name with all before it costs nothing.
  private static let maximumNames = 64

  init?(inPlace wire: inout WireReader, depth: Int = 0) {
    var members: [(name: String, value: AttributeValue)] = []
    var names: [Range<Int>] = []
    guard wire.take("{") else { return nil }
    if !wire.take("}") {
      // Room for an item; the maps within it are mostly small, and may be thousands.
      members.reserveCapacity(depth == 0 ? 24 : 2)
      names.reserveCapacity(depth == 0 ? 24 : 2)
      repeat {
        guard names.count < Self.maximumNames, let name = wire.plainText(), !wire.holds(name, among: names),
          let text = wire.string(name), wire.take(":"), let value = AttributeValue(inPlace: &wire, depth: depth)
        else { return nil }
        names.append(name)
        members.append((text, value))
      } while wire.take(",")
      guard wire.take("}") else { return nil }
    }
    self.init(unique: members)
  }
}
