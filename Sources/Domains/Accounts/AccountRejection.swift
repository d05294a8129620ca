import EventSourcing

/// A rule of the account that says no. The raw value is the rule's name in the answer.
public enum AccountRejection: BusinessRule, Hashable {
  /// An account is created once.
  case accountAlreadyExists
  /// No account without an `AccountCreated` first.
  case accountNotFound
  /// Nothing happens on a closed account.
  case accountClosed
  /// `accountId`, where it is given, names the aggregate.
  case accountIDMismatch(given: String)
  /// Deposits and credits are positive, withdrawals and debits negative.
  case amountSign(mustBePositive: Bool)
  /// The balance does not fall below the overdraft limit.
  case insufficientFunds
  /// More money than the account can count.
  case balanceOutOfRange

  /// The rule's name.
  public var rule: String {
    switch self {
    case .accountAlreadyExists: "AccountAlreadyExists"
    case .accountNotFound: "AccountNotFound"
    case .accountClosed: "AccountClosed"
    case .accountIDMismatch: "AccountIdMismatch"
    case .amountSign: "AmountSign"
    case .insufficientFunds: "InsufficientFunds"
    case .balanceOutOfRange: "BalanceOutOfRange"
    }
  }

  /// The rule in words, without amounts.
  public var message: String {
    switch self {
    case .accountAlreadyExists: "The account exists already"
    case .accountNotFound: "The account does not exist; create it with AccountCreated first"
    case .accountClosed: "The account is closed"
    case .accountIDMismatch: "eventData.accountId must equal aggregateId where it is given"
    case .amountSign(let mustBePositive):
      mustBePositive
        ? "eventData.amount must be positive for a deposit or credit"
        : "eventData.amount must be negative for a withdrawal or debit"
    case .insufficientFunds: "The balance may not fall below the overdraft limit"
    case .balanceOutOfRange: "The balance would leave the range that an account can hold"
    }
  }
}
