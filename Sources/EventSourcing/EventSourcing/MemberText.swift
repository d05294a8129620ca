import Environment
import JSON

/// Appends one member of an object after the other, for texts whose members are known: each name with the punctuation
/// around it, such as `,"EventId":`.
enum MemberText {
  static func append(_ name: StaticString, _ value: String, to output: inout [UInt8]) {
    JSONWriter.append(text: name, to: &output)
    JSONWriter.append(value, to: &output)
  }

  static func append(_ name: StaticString, _ value: Int, to output: inout [UInt8]) {
    JSONWriter.append(text: name, to: &output)
    output.append(contentsOf: String(value).utf8)
  }

  static func append(_ name: StaticString, _ value: EventHash, to output: inout [UInt8]) {
    JSONWriter.append(text: name, to: &output)
    output.append(UInt8(ascii: "\""))
    value.append(to: &output)
    output.append(UInt8(ascii: "\""))
  }

  static func append(_ name: StaticString, _ value: Timestamp, to output: inout [UInt8]) {
    JSONWriter.append(text: name, to: &output)
    output.append(UInt8(ascii: "\""))
    value.appendRFC3339(to: &output)
    output.append(UInt8(ascii: "\""))
  }
}
