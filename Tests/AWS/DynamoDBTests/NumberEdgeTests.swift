import DynamoDB
import JSON
import TestSupport
import Testing

@Suite(.conformance("dynamodb-edge")) struct NumberEdgeTests {
  private func decode(_ text: String) throws -> AttributeValue {
    try AttributeValue(wire: ["N": .string(text)])
  }

  @Test(
    "accepted",
    arguments: ["accepted_strings", "accepted_magnitudes", "accepted_precision_38", "int64_hazards"]
      .flatMap(EdgeCases.numbers))
  func accepted(text: String) throws {
    let value = try decode(text)
    let wire = try #require(value.wire["N"]?.string)
    #expect(!wire.contains("e") && !wire.contains("E") && !wire.hasPrefix("+") && wire != "-0")
    #expect(try decode(wire) == value)
    #expect(try AttributeValue(json: value.json) == value)
  }

  @Test(
    "refused",
    arguments: ["rejected_overflow", "rejected_underflow", "rejected_precision_39", "rejected_not_numeric"]
      .flatMap(EdgeCases.numbers))
  func refused(text: String) {
    #expect(throws: AttributeValueError(.wrongContent(type: "N"), path: "")) { try decode(text) }
  }

  @Test("operands and results beyond 64 bits", arguments: ["a", "b", "a+b", "b-a"])
  func sums(name: String) throws {
    let text = try #require(EdgeCases.all["number"]?["sum_exact"]?[name]?.string)
    #expect(try decode(text).wire["N"]?.string == text)
  }

  /// The service adds; what must hold here is that both operands get there unchanged and their sum is refused.
  @Test func operandsOfRefusedSumsAreKept() throws {
    let pairs = ["sum_overflow", "sum_imprecise_is_error"].flatMap { EdgeCases.all["number"]?[$0]?.array ?? [] }
    for operand in pairs.flatMap({ $0.array ?? [] }) {
      let text = try #require(operand.string)
      #expect(try AttributeValue(wire: ["N": .string(text)]).number?.number.decimal != nil)
    }
    #expect(pairs.count == 2)
    #expect(throws: AttributeValueError.self) { try decode("18e125") }
    #expect(throws: AttributeValueError.self) { try decode("1" + String(repeating: "0", count: 49) + "1") }
  }

  @Test(
    "normal forms",
    arguments: [
      ("0.10", "0.1"), ("100.00", "100"), ("1E+2", "100"), ("-0", "0"), ("0.0", "0"), ("+3", "3"), (".123", "0.123"),
      ("0001.23", "1.23"), ("0e1000", "0"), ("-17e5", "-1700000"), ("1.", "1"), ("-.5e-1", "-0.05"), ("00", "0"),
    ])
  func normalForm(text: String, normal: String) throws {
    #expect(try decode(text).wire["N"]?.string == normal)
  }

  @Test(
    "no numbers", arguments: ["", "+", "-", ".", "e5", "1e", "1e+", "--1", "+-1", "1..2", "1.2.3", "0x10", "1_0", "１"])
  func noNumber(text: String) {
    #expect(throws: AttributeValueError.self) { try decode(text) }
  }

  @Test func limitsAreTheServices() {
    #expect(EdgeCases.all["number"]?["significant_digits"]?.number?.int == CanonicalDecimal.maximumDigits)
    #expect(EdgeCases.all["number"]?["max_exponent"]?.number?.int == CanonicalDecimal.magnitudes.upperBound)
    #expect(EdgeCases.all["number"]?["min_exponent"]?.number?.int == CanonicalDecimal.magnitudes.lowerBound)
  }
}
