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
    let random = SeededRandomness(seed: seed)
    let json = randomValue(random, depth: 0)
    let value = try AttributeValue(json: json)
    #expect(value.json == json)
    #expect(try AttributeValue(wire: JSONValue(parsing: value.wire.serialized())) == value)
    #expect(value.size >= 0)
  }

  private func randomValue(_ random: SeededRandomness, depth: Int) -> JSONValue {
    let names = ["a", "b.c", "", "é", "e\u{301}", "\u{0}", "💶", "\"\\"]
    switch random.below(depth > 4 ? 5 : 7) {
    case 0: return .null
    case 1: return .bool(random.below(2) == 0)
    case 2: return .number(JSONNumber(Int(truncatingIfNeeded: random.nextUInt64())))
    case 3: return .string(names[random.below(names.count)])
    case 4:
      return .number(CanonicalDecimal("\(random.below(1_000_000)).\(random.below(999) + 1)")?.number ?? JSONNumber(0))
    case 5: return .array((0..<random.below(4)).map { _ in randomValue(random, depth: depth + 1) })
    default:
      let members = (0..<random.below(6)).map { _ in
        (names[random.below(names.count)], randomValue(random, depth: depth + 1))
      }
      return .object(JSONObject(members))
    }
  }
}
