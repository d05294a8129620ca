import JSON
import TestSupport
import Testing

@testable import DynamoDB

@Suite struct AttributeValueTests {
  private static let precomposed = "caf\u{e9}"
  private static let decomposed = "cafe\u{301}"

  @Test func everyTypeRoundTrips() throws {
    let one = CanonicalDecimal(1)
    let item: Item = [
      "S": "text", "empty": "", "N": 5, "B": .binary([0, 255, 7]), "BOOL": false, "NULL": .null,
      "L": ["a", 1, []], "M": ["inner": ["x": true], "none": [:]], "SS": .stringSet(["a", "b"]),
      "NS": .numberSet([one, CanonicalDecimal(-2)]), "BS": .binarySet([[1], []]),
    ]
    #expect(try Item(wire: JSONValue(parsing: item.wire.serialized())) == item)
  }

  /// Canonically equivalent names are one `String` to Swift, and two names to DynamoDB and JSON.
  @Test func equivalentNamesAreBothKept() throws {
    let json: JSONObject = [Self.precomposed: 1, Self.decomposed: 2]
    let item = try Item(json: ["EventData": .object(json)])
    let again = try Item(wire: JSONValue(parsing: item.wire.serialized()))
    #expect(again["EventData"]?.map?.count == 2)
    #expect(again["EventData"]?.map?[Self.precomposed] == 1)
    #expect(again["EventData"]?.map?[Self.decomposed] == 2)
    #expect(again.json["EventData"] == .object(json))
    #expect(item.size == "EventData".utf8.count + 3 + 2 * (1 + 2) + 5 + 6)
  }

  @Test func equivalentStringsAreNotEqual() {
    #expect(AttributeValue.string(Self.precomposed) != .string(Self.decomposed))
    #expect(AttributeValue.stringSet([Self.precomposed, Self.decomposed]) != .stringSet([Self.precomposed]))
    #expect(ByteText(Self.precomposed) != ByteText(Self.decomposed))
  }

  @Test func setsAndMapsHaveNoOrder() {
    let first: AttributeValue = ["a": 1, "b": .stringSet(["x", "y"])]
    let second: AttributeValue = ["b": .stringSet(["y", "x"]), "a": 1]
    #expect(first == second)
    #expect(first.hashValue == second.hashValue)
    #expect(AttributeValue.list([1, 2]) != .list([2, 1]))
    #expect(AttributeValue.numberSet([]) != .stringSet([]))
  }

  @Test func largeMapsAreIndexed() {
    var map = AttributeMap()
    for number in 0..<100 { map["name\(number)"] = .number(number) }
    for number in stride(from: 0, to: 100, by: 3) { map["name\(number)"] = nil }
    map["name1"] = "new"
    #expect(map.count == 66)
    #expect(map["name1"] == "new" && map["name3"] == nil && map["name98"]?.int == 98)
    #expect(map.names.first == "name1")
    for number in 0..<95 { map["name\(number)"] = nil }
    #expect(map.names == ["name95", "name97", "name98"])
    #expect(map["name97"]?.int == 97)
  }

  @Test("no base64", arguments: ["Z", "Zg", "Zg=", "Zh==", "Zm9=", "====", "Zg==Zg==", "Zm 9", "Zm-_", "=Zg="])
  func noBase64(text: String) {
    #expect(throws: AttributeValueError(.wrongContent(type: "B"), path: "")) {
      try AttributeValue(wire: ["B": .string(text)])
    }
  }

  @Test(
    "wrong content",
    arguments: [
      (["S": nil], "S"), (["BOOL": "true"], "BOOL"), (["NULL": false], "NULL"), (["L": [:]], "L"), (["M": []], "M"),
      (["SS": ["a", 1]], "SS"), (["NS": [1]], "NS"), (["BS": ["!"]], "BS"),
    ] as [(JSONValue, String)])
  func wrongContent(wire: JSONValue, type: String) {
    #expect(throws: AttributeValueError(.wrongContent(type: type), path: "")) { try AttributeValue(wire: wire) }
  }

  @Test func errorsNameThePlace() {
    let wire: JSONValue = ["EventData": ["M": ["lines": ["L": [["S": "a"], ["M": ["amount": ["N": "x"]]]]]]]]
    let error = #expect(throws: AttributeValueError.self) { try Item(wire: wire) }
    #expect(error?.path == "EventData.lines[1].amount")
    #expect(error?.description == "EventData.lines[1].amount: content does not fit the attribute type N")
  }
}
