import JSON

/// Makes something of each item of a page. One reader serves a whole page, so that it may keep buffers.
public protocol ItemReader: Sendable {
  associatedtype Element: Sendable

  init()

  /// Reads the item where `wire` stands, and leaves `wire` behind it.
  ///
  /// - Returns: nil for an item that is not of the usual form, which is then read the plain way.
  mutating func element(from wire: inout WireReader) -> Element?

  /// Reads an item the plain way.
  mutating func element(from item: Item) -> Element
}

extension ItemReader {
  /// The item where `wire` stands, one way or the other.
  ///
  /// - Throws: `AttributeValueError` for what is no item; `JSONError` or ``NotJSON`` where it is no JSON either.
  mutating func read(_ wire: inout WireReader) throws -> Element {
    var plain = wire
    if let element = element(from: &wire) { return element }
    guard let range = plain.value() else { throw NotJSON() }
    wire = plain
    return element(from: try Item(wire: JSONValue(parsing: plain[range])))
  }
}

/// A text that is no JSON, or none that the reader knows.
struct NotJSON: Error {}
