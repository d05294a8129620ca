import JSON

/// What one transaction moves: a signed exact decimal, not zero, of at most 15 integer and 4 fraction digits.
public struct Amount: Hashable, Sendable, CustomStringConvertible {
  /// The largest magnitude, in ten-thousandths: fifteen nines before the point and four behind it.
  private static let maximumTenThousandths: UInt128 = 9_999_999_999_999_999_999

  /// The sum, positive for a deposit.
  public let money: Money

  /// - Returns: nil for zero and for a number with more digits than fit.
  public init?(_ number: JSONNumber) {
    guard let money = Money(number), money != .zero,
      money.tenThousandths.magnitude <= Self.maximumTenThousandths
    else { return nil }
    self.money = money
  }

  public var description: String { money.description }
}
