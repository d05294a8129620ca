import Base64
import JSON

/// The wire form is written at once: an event has twenty attributes, and a JSON value of each, made and let go of, took longer
/// than its text.
extension AttributeValue {
  /// Appends the wire form, such as `{"S":"text"}`.
  public func write(to text: inout [UInt8]) {
    switch self {
    case .string(let value): Self.append("S", to: &text) { JSONWriter.append(value, to: &$0) }
    case .number(let value): Self.append("N", to: &text) { JSONWriter.append(value.text, to: &$0) }
    case .binary(let value): Self.append("B", to: &text) { Self.append(base64: value, to: &$0) }
    case .bool(let value): JSONWriter.append(text: value ? #"{"BOOL":true}"# : #"{"BOOL":false}"#, to: &text)
    case .null: JSONWriter.append(text: #"{"NULL":true}"#, to: &text)
    case .list(let value): Self.append("L", list: value, to: &text) { $0.write(to: &$1) }
    case .map(let value): Self.append("M", to: &text) { value.write(to: &$0) }
    case .stringSet(let value): Self.append("SS", list: value, to: &text) { JSONWriter.append($0, to: &$1) }
    case .numberSet(let value): Self.append("NS", list: value, to: &text) { JSONWriter.append($0.text, to: &$1) }
    case .binarySet(let value): Self.append("BS", list: value, to: &text) { Self.append(base64: $0, to: &$1) }
    }
  }

  private static func append(base64 bytes: [UInt8], to text: inout [UInt8]) {
    JSONWriter.append(Base64.standard.encode(bytes), to: &text)
  }

  private static func append(_ type: StaticString, to text: inout [UInt8], content: (inout [UInt8]) -> Void) {
    JSONWriter.append(text: #"{""#, to: &text)
    JSONWriter.append(text: type, to: &text)
    JSONWriter.append(text: #"":"#, to: &text)
    content(&text)
    JSONWriter.append(text: "}", to: &text)
  }

  private static func append<Element>(
    _ type: StaticString, list: [Element], to text: inout [UInt8], element: (Element, inout [UInt8]) -> Void
  ) {
    append(type, to: &text) { RequestText.append(list, to: &$0, element: element) }
  }
}

extension AttributeMap {
  /// Appends the wire form of an item, such as `{"Id":{"S":"text"}}`.
  public func write(to text: inout [UInt8]) {
    text.append(UInt8(ascii: "{"))
    for place in members.indices {
      if place > 0 { text.append(UInt8(ascii: ",")) }
      JSONWriter.append(members[place].name, to: &text)
      text.append(UInt8(ascii: ":"))
      members[place].value.write(to: &text)
    }
    text.append(UInt8(ascii: "}"))
  }
}
