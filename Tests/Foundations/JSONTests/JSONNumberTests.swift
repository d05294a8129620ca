import JSON
import Testing

struct JSONNumberTests {
  @Test(arguments: ["0", "-0", "1", "-12", "1.50", "0.0", "1e5", "1E+05", "1e-05", "123456789012345678901234567890"])
  func takesTheGrammar(text: String) {
    #expect(JSONNumber(text)?.text == text)
  }

  @Test(arguments: ["", "-", "+1", "01", "-01", "1.", ".1", "1e", "1e+", "1 ", " 1", "NaN", "0x1", "1_0", "١", "1,0"])
  func refusesAnythingElse(text: String) {
    #expect(JSONNumber(text) == nil)
  }

  static let integers: [(String, Int?)] = [
    ("0", 0), ("-0", 0), ("0.000", 0), ("0e999999999999999999999999", 0), ("1.0", 1), ("1e2", 100), ("1.5e1", 15),
    ("-1.50e2", -150), ("100e-2", 1), ("9223372036854775807", .max), ("-9223372036854775808", .min),
    ("9223372036854775808", nil), ("-9223372036854775809", nil), ("922337203685477580.7e1", .max),
    ("-92233720368547758080e-1", .min), ("1e18", 1_000_000_000_000_000_000), ("1e19", nil), ("1.5", nil), ("1e-1", nil),
    ("1.000000000000000005", nil), ("1e99999999999999999999999", nil), ("1e-99999999999999999999999", nil),
  ]

  @Test(arguments: integers)
  func isExactAsInteger(text: String, expected: Int?) throws {
    #expect(try #require(JSONNumber(text)).int == expected)
  }

  @Test(arguments: [0, 7, -7, Int.max, Int.min])
  func comesFromIntegers(value: Int) {
    #expect(JSONNumber(value).int == value)
    #expect(JSONNumber(value).text == "\(value)")
  }
}
