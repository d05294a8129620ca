import DynamoDB
import JSON
import TestSupport

/// Attribute values as DynamoDB writes them: what is read is written and read again as the same.
struct AttributeValuesTarget: FuzzTarget {
  func check(_ input: [UInt8]) {
    checkInPlace(input)
    guard let json = try? JSONValue(parsing: input) else { return }
    if let value = try? AttributeValue(wire: json) { checkWire(of: value) }
    if let item = try? Item(wire: json) {
      require((try? Item(wire: item.wire)) == item, "an item is read as it is written")
      require(item.size >= 0, "an item has a size")
    }
    if let value = try? AttributeValue(json: json) { checkJSON(of: value) }
  }

  /// An answer is read in place to what its JSON value would be read to.
  private func checkInPlace(_ item: [UInt8]) {
    let answer = Array(#"{"Item":"#.utf8) + item + Array("}".utf8)
    let get = GetItem(table: "t", key: [:], consistent: true)
    let quick = try? get.output(body: answer).get()
    let plain = (try? JSONValue(parsing: answer)).flatMap { try? get.output($0) }
    require(quick == plain, "an item is read in place as it is read otherwise")
  }

  private func checkWire(of value: AttributeValue) {
    let again = try? AttributeValue(wire: value.wire)
    require(again == value && again.map { value == $0 } == true, "a value is read as it is written")
    require(again?.hashValue == value.hashValue, "equal values have the same hash")
    require(value.wire.serialized() == again?.wire.serialized(), "written again it is the same text")
  }

  /// Plain JSON comes back with its numbers in one form, and is then the same text for ever.
  private func checkJSON(of value: AttributeValue) {
    let text = value.json.serialized()
    let again = (try? JSONValue(parsing: text)).flatMap { try? AttributeValue(json: $0) }
    require(again == value, "a value of plain JSON is read as it is written")
    require((try? AttributeValue(wire: value.wire)) == value, "what came from JSON passes the wire")
  }
}
