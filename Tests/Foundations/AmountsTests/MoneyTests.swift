import Amounts
import JSON
import TestSupport
import Testing

@Suite("Money")
struct MoneyTests {
  @Test(
    "is exact",
    arguments: [
      ("100.50", "100.5"), ("0.1", "0.1"), ("-0.0001", "-0.0001"), ("1e2", "100"), ("1.5E-3", "0.0015"), ("-0", "0"),
      ("0.00000", "0"), ("999999999999999.9999", "999999999999999.9999"), ("0.0100", "0.01"), ("0e99", "0"),
    ])
  func exact(_ text: String, _ expected: String) throws {
    let money = try #require(JSONNumber(text).flatMap(Money.init))
    #expect(money.description == expected)
    #expect(money.json == .number(try #require(JSONNumber(expected))))
  }

  @Test("refuses what it cannot hold exactly", arguments: ["0.00001", "1e-5", "1e40", "123.45678", "1e-130"])
  func refused(_ text: String) throws {
    #expect(JSONNumber(text).flatMap(Money.init) == nil)
  }

  @Test("ten thousand cents make a hundred")
  func sum() throws {
    let cent = try #require(JSONNumber("0.01").flatMap(Money.init))
    var sum = Money.zero
    for _ in 0..<10_000 { sum = try #require(sum.adding(cent)) }
    #expect(sum.description == "100")
  }

  @Test("adding and taking away again gives what there was", arguments: 0..<200)
  func inverse(_ seed: UInt64) throws {
    let random = SeededRandomness(seed: seed)
    let left = try #require(JSONNumber("\(Int64(bitPattern: random.nextUInt64()) / 7)").flatMap(Money.init))
    let digits = "\(random.nextUInt64() % 1_000_000).\(random.nextUInt64() % 9_000 + 1_000)"
    let right = try #require(JSONNumber(digits).flatMap(Money.init))
    let difference = try #require(right.negated)
    #expect(left.adding(right)?.adding(difference) == left)
  }
}

@Suite("Amount")
struct AmountTests {
  @Test(
    "takes fifteen integer and four fraction digits",
    arguments: ["999999999999999.9999", "-999999999999999.9999", "0.0001", "1e14"])
  func accepted(_ text: String) throws {
    #expect(JSONNumber(text).flatMap(Amount.init) != nil)
  }

  @Test(
    "refuses zero and more digits",
    arguments: ["0", "-0", "0.0", "0e5", "1000000000000000", "1e15", "0.00001", "1.23456"])
  func refused(_ text: String) throws {
    #expect(JSONNumber(text).flatMap(Amount.init) == nil)
  }
}
