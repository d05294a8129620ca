import Amounts
import EventSourcing
import JSON

/// A bank account as an aggregate: its rules, and how its events add up.
public enum Account: Aggregate {
  public static let initial = AccountState()

  /// Raise it with every change of ``evolve(_:_:)`` or of ``AccountState/encoded``: stored copies of the state decide about
  /// money. terraform/README.md ("Raise foldVersion") has the order of deployment.
  public static let foldVersion = 1

  public static func startsLog(_ command: AccountCommand) -> Bool {
    command.type == .accountCreated
  }

  public static func decide(
    _ command: AccountCommand, _ state: AccountState
  ) throws(AccountRejection) -> NewEvent {
    switch command.content {
    case .created(let created):
      try check(created, of: command.aggregateID, on: state)
    case .transactionProcessed(let transaction):
      try requireActive(state)
      try check(transaction, on: state)
    case .closed:
      try requireActive(state)
    }
    return NewEvent(
      type: command.type.rawValue, version: command.type.schema.currentVersion, data: command.data)
  }

  public static func evolve(_ state: AccountState, _ event: AccountEvent) -> AccountState {
    var state = state
    switch event.content {
    case .created(let created):
      state.status = .active
      state.accountType = created.accountType
      state.customerID = created.customerID
      state.overdraftLimit = created.overdraftLimit
      state.createdAt = created.createdAt ?? event.recordedAt
    case .transactionProcessed(let transaction):
      state.balance = state.balance.adding(transaction.amount.money) ?? state.balance
      state.transactionCount &+= 1
      state.lastTransactionAt = transaction.timestamp ?? event.recordedAt
    case .closed(let closed):
      state.status = .closed
      state.closedAt = closed.closedAt ?? event.recordedAt
    }
    return state
  }

  public static func event(from recorded: RecordedEvent) throws(EventDecodingError) -> AccountEvent {
    guard let type = AccountEventType(rawValue: recorded.type) else { throw .unknownType(recorded.type) }
    let data = try type.schema.lift(recorded.data, from: recorded.version)
    do {
      return AccountEvent(try AccountEvent.Content(type, data), recordedAt: recorded.timestamp.rfc3339)
    } catch {
      throw .malformed(field: "EventData.\(error.field)", reason: error.reason)
    }
  }

  public static func encode(_ state: AccountState) -> JSONObject { state.encoded }

  public static func decodeState(from object: JSONObject) -> AccountState? { AccountState(encoded: object) }

  // MARK: Rules

  private static func check(
    _ created: AccountCreated, of aggregateID: AggregateID, on state: AccountState
  ) throws(AccountRejection) {
    guard state.status == .unknown else { throw .accountAlreadyExists }
    if let given = created.accountID, !given.utf8.elementsEqual(aggregateID.text.utf8) {
      throw .accountIDMismatch(given: given)
    }
  }

  private static func requireActive(_ state: AccountState) throws(AccountRejection) {
    switch state.status {
    case .active: return
    case .unknown: throw .accountNotFound
    case .closed: throw .accountClosed
    }
  }

  private static func check(
    _ transaction: TransactionProcessed, on state: AccountState
  ) throws(AccountRejection) {
    let money = transaction.amount.money
    switch transaction.direction {
    case .incoming where money < .zero: throw .amountSign(mustBePositive: true)
    case .outgoing where money > .zero: throw .amountSign(mustBePositive: false)
    default: break
    }
    guard let balance = state.balance.adding(money), let floor = state.overdraftLimit.negated else {
      throw .balanceOutOfRange
    }
    // Money may always come in, also to an account that is below its limit.
    if money < .zero, balance < floor { throw .insufficientFunds }
  }
}
