import DynamoDB
import JSON
import TestSupport
import Testing

@Suite(.conformance("dynamodb-edge")) struct AttributeValueEdgeTests {
  @Test("encoded", arguments: EdgeCases.values("encode"))
  func encoded(example: JSONValue) throws {
    let wire = try #require(example["av"])
    let value = try #require(example["value"])
    let expected: AttributeValue =
      switch value.string {
      case "1.25 (decimal)"?: .number(try #require(CanonicalDecimal("1.25")))
      case "bytes 01"?: .binary([1])
      default: try AttributeValue(json: value)
      }
    #expect(expected.wire == wire)
    #expect(try AttributeValue(wire: wire) == expected)
  }

  @Test("refused", arguments: EdgeCases.values("reject_on_decode"))
  func refused(example: JSONValue) {
    #expect(throws: AttributeValueError.self) { try AttributeValue(wire: example) }
    #expect(throws: AttributeValueError.self) { try Item(wire: ["a": example]) }
  }

  @Test func numberInsteadOfText() throws {
    let input = try #require(EdgeCases.all["number"]?["json_number_instead_of_string"]?["input"])
    #expect(throws: AttributeValueError(.wrongContent(type: "N"), path: "")) { try AttributeValue(wire: input) }
  }

  @Test("broken requests", arguments: EdgeCases.invalidTexts)
  func broken(text: String) {
    #expect(throws: (any Error).self) { try Item(wire: JSONValue(parsing: text)) }
  }

  @Test func everyPrefixOfARequestIsRefused() {
    let text = #"{"a":{"L":[{"S":"é"},{"N":"-1.5"},{"M":{"b":{"BOOL":true}}}]}}"#
    let bytes = Array(text.utf8)
    for count in 0..<bytes.count {
      #expect(throws: (any Error).self) { try Item(wire: JSONValue(parsing: Array(bytes[..<count]))) }
    }
    #expect(throws: Never.self) { try Item(wire: JSONValue(parsing: bytes)) }
  }

  @Test("braces without end", arguments: [(10_000, 9_999), (10_000, 10_007), (200_000, 0)])
  func braces(open: Int, close: Int) {
    let text = String(repeating: "{", count: open) + String(repeating: "}", count: close)
    #expect(throws: (any Error).self) { try Item(wire: JSONValue(parsing: text)) }
  }

  @Test func twoHundredThousandLevels() {
    let text = String(repeating: #"{"M":{"a":"#, count: 200_000)
    #expect(throws: (any Error).self) { try AttributeValue(wire: JSONValue(parsing: text)) }
  }

  @Test func aWireValueBeyondTheServicesDepthIsRefused() {
    var value: JSONValue = ["S": "x"]
    for _ in 0..<100 { value = ["L": [value]] }
    #expect(throws: AttributeValueError.self) { try AttributeValue(wire: value) }
  }
}
