import Accounts
import EventSourcing
import JSON
import ReadModel

/// An account on its way through its log: each event is checked against the one before it, and folded in.
struct AccountFold {
  private(set) var chain: LogChain
  private(set) var state: AccountState

  /// Before the first event.
  init() {
    chain = LogChain(after: .empty)
    state = Account.initial
  }

  /// Behind the event that a stored copy names.
  init(_ copy: FoldedCopy<Account>) {
    chain = LogChain(after: copy.head)
    state = copy.state
  }

  var head: LogHead { chain.head }

  /// The folded account.
  func copy(of accountID: AggregateID) -> FoldedCopy<Account> {
    FoldedCopy(aggregateID: accountID, head: head, state: state)
  }

  /// The folded account as a read-model item.
  func item(_ projection: ProjectionType, of accountID: AggregateID) -> ReadModelItem {
    ReadModelItem(copy(of: accountID), as: projection)
  }

  /// Takes the next event; on an error nothing has changed.
  mutating func apply(_ recorded: RecordedEvent) throws(ProjectionFailure) {
    let event: AccountEvent
    var advanced = chain
    if let fault = advanced.advance(over: recorded) { throw ProjectionFailure(fault) }
    do {
      event = try Account.event(from: recorded)
    } catch {
      throw .unreadable(recorded.sequence, error)
    }
    chain = advanced
    state = Account.evolve(state, event)
  }
}

extension ProjectionFailure {
  fileprivate init(_ fault: LogChain.Fault) {
    switch fault {
    case .altered(let sequence): self = .unreadable(sequence, .hashMismatch(sequence: sequence))
    case .unlinked(let sequence), .outOfPlace(let sequence), .incompleteBatch(let sequence): self = .unlinked(sequence)
    case .missing(let sequence): self = .notInStore(sequence)
    }
  }
}
