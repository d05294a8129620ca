import DynamoDB
import JSON
import TestSupport
import Testing

@Suite struct JSONBridgingTests {
  private func nested(_ levels: Int) -> JSONValue {
    (0..<levels).reduce(JSONValue.string("leaf")) { value, level in
      level.isMultiple(of: 2) ? ["a": value] : [value]
    }
  }

  @Test func depthIsTheServices() throws {
    #expect(try AttributeValue(json: nested(31)).json == nested(31))
    #expect(throws: AttributeValueError.self) { try AttributeValue(json: nested(32)) }
    #expect(throws: AttributeValueError.self) { try AttributeValue(json: nested(5_000)) }
    let error = #expect(throws: AttributeValueError.self) { try Item(json: ["EventData": nested(50)]) }
    #expect(error?.kind == .tooDeep)
    #expect(error?.path.hasPrefix("EventData") == true)
  }

  @Test(
    "numbers beyond the service", arguments: ["1e126", "1e-131", "0." + String(repeating: "3", count: 39), "1e999999"])
  func outOfRange(text: String) throws {
    let number = try #require(JSONNumber(text))
    let error = #expect(throws: AttributeValueError.self) { try Item(json: ["a": [["b": .number(number)]]]) }
    #expect(error?.kind == .numberOutOfRange(text))
    #expect(error?.path == "a[0].b")
  }

  @Test(
    "numbers stay exact",
    arguments: [
      ("100.50", "100.5"), ("1.000000000000000005", "1.000000000000000005"), ("9007199254740993", "9007199254740993"),
      ("-0.0", "0"), ("1e2", "100"),
      ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
    ])
  func exact(text: String, normal: String) throws {
    let value = try AttributeValue(json: JSONValue(parsing: text))
    #expect(try AttributeValue(wire: value.wire).json.text == normal)
  }

  @Test func setsAndBytesBecomePlainJSON() {
    #expect(AttributeValue.stringSet(["a"]).json == ["a"])
    #expect(AttributeValue.numberSet([CanonicalDecimal(1)]).json == [1])
    #expect(AttributeValue.binary([1]).json == "AQ==")
    #expect(AttributeValue.binarySet([[1]]).json == ["AQ=="])
  }

  /// Any JSON within the limits comes back as it was, but for the normal form of numbers.
  @Test("random documents", arguments: 0..<200 as Range<UInt64>)
  func randomDocument(seed: UInt64) throws {
    let json = SeededRandomness(seed: seed).document()
    let value = try AttributeValue(json: json)
    #expect(value.json == json)
    #expect(try AttributeValue(wire: JSONValue(parsing: value.wire.serialized())) == value)
    #expect(value.size >= 0)
  }
}
