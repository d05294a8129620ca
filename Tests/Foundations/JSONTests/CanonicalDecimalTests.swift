import JSON
import Testing

struct CanonicalDecimalTests {
  private static let nines = String(repeating: "9", count: 38)

  static let normalForms: [(String, String)] = [
    ("100.50", "100.5"), ("1E2", "100"), ("-0", "0"), ("-0.00e7", "0"), ("0.10", "0.1"), ("100.00", "100"),
    ("1E+2", "100"), ("0.0001", "0.0001"), ("1e-4", "0.0001"), ("-17.4E3", "-17400"), ("12.5e1", "125"),
    ("12.5e-1", "1.25"), ("1234e-2", "12.34"), ("9007199254740993", "9007199254740993"),
    ("3.1415926535897932384626433832795028841", "3.1415926535897932384626433832795028841"),
    ("1.00000000000000000000000000000000000000000", "1"), ("0e1000", "0"), ("-5", "-5"),
    ("1e-130", "0." + String(repeating: "0", count: 129) + "1"), ("1e125", "1" + String(repeating: "0", count: 125)),
    ("9.\(nines.dropLast())e125", nines + String(repeating: "0", count: 88)),
  ]

  @Test(arguments: normalForms)
  func hasOneNormalForm(text: String, expected: String) throws {
    let decimal = try #require(CanonicalDecimal(text))
    #expect(decimal.text == expected)
    #expect(CanonicalDecimal(expected) == decimal)
    #expect(decimal.number.text == expected)
    #expect(JSONNumber(text)?.decimal == decimal)
  }

  @Test(arguments: [
    "1e126", "-1e126", "11e125", "1.0e100000000", "1e-131", "0.9e-130", "3.14159265358979323846264338327950288419",
    "314159265358979323846264338327950288419e30", "1e99999999999999999999999999", "1e-99999999999999999999999999",
    "+3", ".123", "0001", "NaN", "", "1 ",
  ])
  func refusesWhatDynamoDBCannotKeep(text: String) {
    #expect(CanonicalDecimal(text) == nil)
  }

  @Test func countsSignificantDigitsOnly() {
    #expect(CanonicalDecimal(Self.nines) != nil)
    #expect(CanonicalDecimal(Self.nines + "9") == nil)
    #expect(CanonicalDecimal(Self.nines + "00000")?.digits == Self.nines)
    #expect(CanonicalDecimal("0.00000" + Self.nines)?.exponent == -43)
  }

  @Test func showsItsParts() {
    let decimal = CanonicalDecimal("-120.50")
    #expect(decimal?.isNegative == true)
    #expect(decimal?.digits == "1205")
    #expect(decimal?.exponent == -1)
    #expect(CanonicalDecimal("0")?.digits == "0")
    #expect(CanonicalDecimal("-0")?.isNegative == false)
  }

  @Test(arguments: [0, 1, -100, Int.max, Int.min])
  func comesFromIntegers(value: Int) {
    #expect(CanonicalDecimal(value).text == "\(value)")
  }
}
