import Amounts
import JSON

@testable import DynamoDB

/// Decimals: numbers of JSON and of DynamoDB, sums of money and amounts.
struct DecimalsTarget: FuzzTarget {
  func check(_ input: [UInt8]) {
    guard let text = String(validating: input, as: UTF8.self) else { return }
    let number = JSONNumber(text)
    require((number != nil) == isJSONNumber(input), "a number is what JSON takes for one: \(text)")
    let decimal = NumberText.decimal(text)
    if let decimal { checkForms(of: decimal) }
    guard let number else { return }
    require(number.decimal == decimal, "a number of JSON is one of DynamoDB: \(text)")
    checkInteger(number)
    if let money = Money(number) { check(money, of: number) }
    if let amount = Amount(number) {
      require(amount.money == Money(number) && amount.money != .zero, "an amount is money: \(text)")
    }
  }

  /// The answer is the exact value in plain digits; as money too, where it is.
  func answer(to input: [UInt8]) -> String? {
    guard let text = String(validating: input, as: UTF8.self), let number = JSONNumber(text) else { return "refused" }
    let parts = [
      number.decimal?.text, number.int.map(String.init), Money(number)?.description, Amount(number)?.description,
    ]
    return parts.map { $0 ?? "none" }.joined(separator: " ")
  }

  private func isJSONNumber(_ input: [UInt8]) -> Bool {
    guard let first = input.first, let last = input.last, first > 0x20, last > 0x20 else { return false }
    return (try? JSONValue(parsing: input))?.number != nil
  }

  private func checkForms(of decimal: CanonicalDecimal) {
    require(CanonicalDecimal(decimal.text) == decimal, "plain digits are the same value: \(decimal)")
    require(NumberText.decimal(decimal.text) == decimal, "DynamoDB's text is the same value: \(decimal)")
    require(decimal.digits.utf8.count <= CanonicalDecimal.maximumDigits, "at most 38 digits: \(decimal)")
    require(CanonicalDecimal(decimal.number) == decimal, "as a number it is the same value: \(decimal)")
  }

  private func checkInteger(_ number: JSONNumber) {
    guard let int = number.int else { return }
    require(CanonicalDecimal(int) == number.decimal, "a whole number is the same decimal: \(number)")
    require(JSONNumber(int).int == int, "a whole number comes back: \(number)")
  }

  private func check(_ money: Money, of number: JSONNumber) {
    require(money.json.number.flatMap(Money.init) == money, "money is read as it is written: \(number)")
    require(money.json.number?.decimal == number.decimal, "money is exact: \(number)")
    guard let negated = money.negated else { return }
    require(money.adding(negated) == .zero, "a sum and its opposite are nothing: \(number)")
    require((money < .zero) == (negated > .zero), "the sign turns: \(number)")
  }
}
